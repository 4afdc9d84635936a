"""MEAN against TensorFlow Lite Micro, reals included bit for bit: both add in memory's order."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, over, scales
from tests.ops.reducing import reduction
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "float32")


@over(DTYPES, data=st.data(), scale=scales())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject, scale: float) -> None:
    check_against_oracle(reduction(data.draw, "MEAN", dtype, scale), runs=3)


def test_refuses_a_sum_beyond_32_bits() -> None:
    inputs = [T((1, 65537), "int16", 0.5), constant([1])]
    table = options("ReducerOptions", keepDims=False)
    error = refused(model("MEAN", inputs, [T((1,), "int16", 0.5)], table))
    assert "may exceed 32 bits" in str(error)


def test_refuses_an_axis_out_of_range() -> None:
    inputs = [T((2, 3), "float32"), constant([2])]
    table = options("ReducerOptions", keepDims=False)
    assert "no axis 2" in str(refused(model("MEAN", inputs, [T((2,), "float32")], table)))
