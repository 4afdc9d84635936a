"""REVERSE_V2 against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4)), dtype)
    rank = len(given.shape)
    first = data.draw(st.integers(0, rank - 1))
    named = data.draw(st.permutations(range(first, data.draw(st.integers(first + 1, rank)))))
    signed = [axis - data.draw(st.sampled_from([0, rank])) for axis in named]
    table = options("ReverseV2Options")
    inputs = [given, constant(signed)]
    check_against_oracle(model("REVERSE_V2", inputs, [like(given, given.shape)], table))


def test_refuses_axes_with_a_gap() -> None:
    inputs = [T((2, 3, 4), "float32"), constant([0, 2])]
    error = refused(
        model("REVERSE_V2", inputs, [T((2, 3, 4), "float32")], options("ReverseV2Options"))
    )
    assert "do not follow each other" in str(error)
