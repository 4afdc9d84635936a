"""UNPACK against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import data_of, like, over, shapes, signed_axis
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(2, 5, 4)), dtype)
    axis = signed_axis(data.draw, len(given.shape))
    left = list(given.shape)
    count = left.pop(axis)
    table = options("UnpackOptions", axis=axis, num=count)
    check_against_oracle(model("UNPACK", [given], [like(given, left)] * count, table))


def test_refuses_another_number_of_outputs() -> None:
    table = options("UnpackOptions", axis=0, num=2)
    error = refused(model("UNPACK", [T((3, 2), "float32")], [T((2,), "float32")] * 2, table))
    assert "has not 2 indices" in str(error)
