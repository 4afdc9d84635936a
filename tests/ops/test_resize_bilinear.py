"""RESIZE_BILINEAR against TensorFlow Lite Micro; reals within a tenth of a millionth."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(4, 4)), dtype)
    sizes = [data.draw(st.integers(1, 13)) for _ in range(2)]
    corners, centers = data.draw(st.sampled_from([(0, 0), (0, 1), (1, 0)]))
    table = options(
        "ResizeBilinearOptions", alignCorners=bool(corners), halfPixelCenters=bool(centers)
    )
    output = like(given, (given.shape[0], *sizes, given.shape[3]))
    file = model("RESIZE_BILINEAR", [given, constant(sizes)], [output], table)
    check_against_oracle(file, tolerance=1e-7 if dtype == "float32" else None)


def test_refuses_contradictory_options() -> None:
    inputs = [T((1, 2, 2, 1), "float32"), constant([4, 4])]
    table = options("ResizeBilinearOptions", alignCorners=True, halfPixelCenters=True)
    error = refused(model("RESIZE_BILINEAR", inputs, [T((1, 4, 4, 1), "float32")], table))
    assert "exclude each other" in str(error)
