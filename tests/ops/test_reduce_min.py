"""REDUCE_MIN against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import constant, over
from tests.ops.reducing import reduction
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(reduction(data.draw, "REDUCE_MIN", dtype))


def test_passes_over_what_is_no_number() -> None:
    values = np.array([[np.nan, 1, 2], [np.inf, -np.inf, np.nan], [np.nan] * 3], np.float32)
    inputs = [T((3, 3), "float32"), constant([1])]
    table = options("ReducerOptions", keepDims=False)
    check_against_oracle(
        model("REDUCE_MIN", inputs, [T((3,), "float32")], table), inputs=[[values]]
    )


def test_refuses_another_scale() -> None:
    inputs = [T((2, 3), "int8", 0.5), constant([1])]
    table = options("ReducerOptions", keepDims=False)
    error = refused(model("REDUCE_MIN", inputs, [T((2,), "int8", 0.25)], table))
    assert "differ in scale" in str(error)
