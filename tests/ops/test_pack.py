"""PACK against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import data_of, like, over, shapes, signed_axis
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "int64", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4, 4)), dtype)
    axis, count = signed_axis(data.draw, len(given.shape) + 1), data.draw(st.integers(1, 5))
    shape = list(given.shape)
    shape.insert(axis % (len(shape) + 1), count)
    table = options("PackOptions", axis=axis, valuesCount=count)
    check_against_oracle(model("PACK", [given] * count, [like(given, shape)], table))


def test_refuses_values_of_other_shapes() -> None:
    inputs = [T((3,), "float32"), T((4,), "float32")]
    table = options("PackOptions", axis=0, valuesCount=2)
    error = refused(model("PACK", inputs, [T((2, 3), "float32")], table))
    assert "should have the shape 3" in str(error)
