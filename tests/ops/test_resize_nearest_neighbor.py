"""RESIZE_NEAREST_NEIGHBOR against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(4, 4)), dtype)
    sizes = [
        data.draw(st.one_of(st.integers(1, 13), st.sampled_from([2 * side, 3 * side])))
        for side in given.shape[1:3]
    ]
    table = options(
        "ResizeNearestNeighborOptions",
        alignCorners=data.draw(st.booleans()),
        halfPixelCenters=data.draw(st.booleans()),
    )
    output = like(given, (given.shape[0], *sizes, given.shape[3]))
    inputs = [given, constant(sizes)]
    check_against_oracle(model("RESIZE_NEAREST_NEIGHBOR", inputs, [output], table))


def test_refuses_another_output() -> None:
    inputs = [T((1, 2, 2, 1), "float32"), constant([4, 4])]
    error = refused(model("RESIZE_NEAREST_NEIGHBOR", inputs, [T((1, 4, 5, 1), "float32")]))
    assert "should have the shape 1x4x4x1" in str(error)
