"""SQUARED_DIFFERENCE against TensorFlow Lite Micro over shapes that broadcast, dtypes, scales."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import FLOAT_TOLERANCE, binary_models
from tests.single_op import check_against_oracle


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_integers_equal_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(binary_models("SQUARED_DIFFERENCE", dtype)))


@settings(max_examples=10, deadline=None)
@given(binary_models("SQUARED_DIFFERENCE", "float32"))
def test_float32_equals_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data, tolerance=FLOAT_TOLERANCE)
