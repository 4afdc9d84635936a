"""REDUCE_ALL against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import constant, over
from tests.ops.reducing import reduction
from tests.single_op import T, check_against_oracle, model, options, refused


@over(("bool",), data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(reduction(data.draw, "REDUCE_ALL", dtype), runs=4)


def test_tells_rows_that_are_all_true() -> None:
    inputs = [T((2, 3), "bool"), constant([1])]
    table = options("ReducerOptions", keepDims=True)
    values = np.array([[1, 1, 1], [1, 1, 0]], np.bool_)
    check_against_oracle(
        model("REDUCE_ALL", inputs, [T((2, 1), "bool")], table), inputs=[[values], [~values]]
    )


def test_refuses_numbers() -> None:
    table = options("ReducerOptions", keepDims=False)
    inputs = [T((2, 3), "int8", 0.5), constant([1])]
    assert "is not bool" in str(refused(model("REDUCE_ALL", inputs, [T((2,), "int8", 0.5)], table)))
