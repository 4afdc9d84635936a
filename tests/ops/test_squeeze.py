"""SQUEEZE against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import data_of, like, over
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.sampled_from([1, 1, 2, 3]), min_size=2, max_size=5))
    ones = [axis for axis, size in enumerate(shape) if size == 1]
    named = data.draw(st.lists(st.sampled_from(ones), unique=True)) if ones else []
    gone = named or ones
    given = data_of(data.draw, shape, dtype)
    output = like(given, [size for axis, size in enumerate(shape) if axis not in gone])
    signed = [axis - data.draw(st.sampled_from([0, len(shape)])) for axis in named]
    check_against_oracle(
        model("SQUEEZE", [given], [output], options("SqueezeOptions", squeezeDims=signed))
    )


def test_refuses_an_axis_of_several_indices() -> None:
    table = options("SqueezeOptions", squeezeDims=[1])
    error = refused(model("SQUEEZE", [T((1, 3), "float32")], [T((3,), "float32")], table))
    assert "axis 1 has 3 indices" in str(error)
