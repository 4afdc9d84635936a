"""SPLIT against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes, signed_axis
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    part = data_of(data.draw, data.draw(shapes(1, 4, 4)), dtype)
    axis, count = signed_axis(data.draw, len(part.shape)), data.draw(st.integers(1, 4))
    whole = list(part.shape)
    whole[axis] *= count
    table = options("SplitOptions", numSplits=count)
    inputs = [constant([axis]), like(part, whole)]
    check_against_oracle(model("SPLIT", inputs, [part] * count, table))


def test_refuses_unequal_parts() -> None:
    inputs = [constant([0]), T((5,), "float32")]
    table = options("SplitOptions", numSplits=2)
    error = refused(model("SPLIT", inputs, [T((2,), "float32"), T((3,), "float32")], table))
    assert "cannot be split into 2 equal parts" in str(error)
