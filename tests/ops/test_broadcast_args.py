"""BROADCAST_ARGS against TensorFlow Lite Micro."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import broadcasting
from tests.single_op import T, check_against_oracle, model


@pytest.mark.parametrize("dtype", ["int32", "int64"])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    shapes = [shape for shape in data.draw(broadcasting())[0] if shape]
    if len(shapes) < 2:
        shapes = [(3, 1, 2), (4, 1)]
    tensors = [T((len(shape),), dtype) for shape in shapes]
    output = T((max(len(shape) for shape in shapes),), dtype)
    inputs = [[np.array(shape, dtype) for shape in shapes]]
    check_against_oracle(model("BROADCAST_ARGS", tensors, [output]), inputs=inputs)
