"""SELECT_V2 against TensorFlow Lite Micro over shapes that broadcast and dtypes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import broadcasting
from tests.single_op import T, check_against_oracle, model


@pytest.mark.parametrize("dtype", ["int8", "int16", "float32"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    (condition, first, second), output = data.draw(broadcasting(inputs=3))
    tensors = [T(condition, "bool"), T(first, dtype), T(second, dtype)]
    check_against_oracle(model("SELECT_V2", tensors, [T(output, dtype)]))
