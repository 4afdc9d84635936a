"""FLOOR_MOD against TensorFlow Lite Micro over shapes that broadcast."""

import numpy as np
from hypothesis import given, settings

from tests.element_wise import binary_models
from tests.single_op import T, check_against_oracle, model


@settings(max_examples=12, deadline=None)
@given(binary_models("FLOOR_MOD", "float32"))
def test_equals_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data)


def test_rest_has_the_sign_of_the_divisor() -> None:
    four = T((4,), "float32")
    data = model("FLOOR_MOD", [four, four], [four])
    dividend = np.array([5.5, -5.5, 5.5, -6.0], np.float32)
    divisor = np.array([2.0, 2.0, -2.0, 3.0], np.float32)
    check_against_oracle(data, inputs=[[dividend, divisor]])
