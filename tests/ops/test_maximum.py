"""MAXIMUM against TensorFlow Lite Micro over shapes that broadcast and dtypes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import binary_models
from tests.single_op import check_against_oracle


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "float32"])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(binary_models("MAXIMUM", dtype)))
