"""ZEROS_LIKE against TensorFlow Lite Micro."""

import pytest
from hypothesis import given, settings

from tests.element_wise import shapes
from tests.single_op import T, check_against_oracle, model


@pytest.mark.parametrize("dtype", ["int8", "int32", "int64", "float32"])
@settings(max_examples=4, deadline=None)
@given(shape=shapes)
def test_equals_tensorflow_lite_micro(dtype: str, shape) -> None:
    check_against_oracle(model("ZEROS_LIKE", [T(shape, dtype)], [T(shape, dtype)]))
