"""PRELU against TensorFlow Lite Micro over shapes that broadcast, dtypes and scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import FLOAT_TOLERANCE, broadcasting, scales, seeds, values, zero_point
from tests.single_op import T, check_against_oracle, model


@pytest.mark.parametrize("dtype", ["int8", "int16"])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_quantised_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    (first, second), output = data.draw(broadcasting())
    slopes = values(second, "int8", data.draw(seeds)) if data.draw(st.booleans()) else None
    tensors = [
        T(first, dtype, data.draw(scales), data.draw(zero_point(dtype))),
        T(second, "int8", data.draw(scales), data.draw(zero_point("int8")), data=slopes),
    ]
    result = T(output, dtype, data.draw(scales), data.draw(zero_point(dtype)))
    check_against_oracle(model("PRELU", tensors, [result]))


@settings(max_examples=5, deadline=None)
@given(st.tuples(scales, scales, scales), seeds)
def test_many_int16_equal_tensorflow_lite_micro(drawn, seed: int) -> None:
    slopes = T((4,), "int8", drawn[1], 0, data=np.array([-100, 1, 50, 127], np.int8))
    given_ = values((9000, 4), "int16", seed)
    tensors = [T((9000, 4), "int16", drawn[0]), slopes]
    data = model("PRELU", tensors, [T((9000, 4), "int16", drawn[2])])
    check_against_oracle(data, inputs=[[given_]])


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    (first, second), output = data.draw(broadcasting(most_dimensions=4))
    slopes = T(second, "float32", data=values(second, "float32", data.draw(seeds)))
    made = model("PRELU", [T(first, "float32"), slopes], [T(output, "float32")])
    check_against_oracle(made, tolerance=FLOAT_TOLERANCE)
