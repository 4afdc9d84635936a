"""EXPAND_DIMS against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes, signed_axis
from tests.single_op import T, check_against_oracle, model, refused

DTYPES = ("int8", "int16", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4)), dtype)
    axis = signed_axis(data.draw, len(given.shape) + 1)
    shape = list(given.shape)
    shape.insert(axis % (len(shape) + 1), 1)
    check_against_oracle(model("EXPAND_DIMS", [given, constant([axis])], [like(given, shape)]))


def test_refuses_an_axis_out_of_range() -> None:
    inputs = [T((2, 3), "float32"), constant([4])]
    error = refused(model("EXPAND_DIMS", inputs, [T((2, 3, 1), "float32")]))
    assert "no axis 4" in str(error)
