"""ROUND against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.single_op import T, check_against_oracle, model
from tests.unary import check_float


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    check_float("ROUND", data, -50, 50)


def test_halves_go_to_the_even_number() -> None:
    halves = np.arange(-4.5, 5.0, 0.5, dtype=np.float32)
    ends = np.array([-(2.0**40), 2.0**24 + 1, 8388607.5, -8388606.5], np.float32)
    values = np.concatenate([halves, ends])
    tensor = T(values.shape, "float32")
    check_against_oracle(model("ROUND", [tensor], [tensor]), inputs=[[values]])
