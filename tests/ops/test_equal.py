"""EQUAL against TensorFlow Lite Micro over shapes that broadcast, dtypes and scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import binary_models
from tests.single_op import T, check_against_oracle, model


@pytest.mark.parametrize("dtype", ["int8", "int32", "int64", "float32", "bool"])
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(binary_models("EQUAL", dtype, output_dtype="bool")))


@pytest.mark.parametrize("dtype", ["int32", "float32"])
def test_equal_and_neighbouring_values(dtype: str) -> None:
    three = T((3,), dtype)
    data = model("EQUAL", [three, three], [T((3,), "bool")])
    given_ = [np.array(v, dtype) for v in ([1, 2, 3], [1, 3, 2])]
    check_against_oracle(data, inputs=[given_])
