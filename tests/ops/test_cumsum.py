"""CUMSUM against TensorFlow Lite Micro, reals included bit for bit: both add in the same order."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, over, scales, shapes, signed_axis
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data(), ratio=scales())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject, ratio: float) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4, 9)), dtype)
    axis = signed_axis(data.draw, len(given.shape))
    output = T(given.shape, dtype)
    if dtype == "int8":
        output = T(given.shape, dtype, given.scales * ratio * 4, data.draw(st.integers(-128, 127)))
    table = options(
        "CumsumOptions", exclusive=data.draw(st.booleans()), reverse=data.draw(st.booleans())
    )
    check_against_oracle(model("CUMSUM", [given, constant([axis])], [output], table))


def test_wraps_long_sums() -> None:
    inputs = [T((200,), "int8", 0.5, -100), constant([0])]
    file = model("CUMSUM", inputs, [T((200,), "int8", 4.0, 3)], options("CumsumOptions"))
    check_against_oracle(file)


def test_refuses_a_much_finer_output() -> None:
    inputs = [T((3,), "int8", 1.0), constant([0])]
    error = refused(model("CUMSUM", inputs, [T((3,), "int8", 1e-7)], options("CumsumOptions")))
    assert "too small" in str(error)
