"""ADD against TensorFlow Lite Micro over shapes that broadcast, dtypes, scales, activations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import FLOAT_TOLERANCE, binary_models, scales, seeds, values
from tests.single_op import T, check_against_oracle, model, options

activations = st.integers(0, 3).map(lambda a: options("AddOptions", fusedActivationFunction=a))


@pytest.mark.parametrize("dtype", ["int8", "int16"])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_quantised_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(binary_models("ADD", dtype, activations)))


@settings(max_examples=10, deadline=None)
@given(binary_models("ADD", "float32", activations))
def test_float32_equals_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data, tolerance=FLOAT_TOLERANCE)


@settings(max_examples=8, deadline=None)
@given(binary_models("ADD", "int32", st.just(options("AddOptions"))))
def test_int32_wraps_as_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data)


@settings(max_examples=8, deadline=None)
@given(st.tuples(scales, scales, scales), seeds)
def test_many_int16_equal_tensorflow_lite_micro(drawn, seed: int) -> None:
    """Enough of them to see a constant that is off by its last bit."""
    first, second, output = (T((40000,), "int16", scale) for scale in drawn)
    data = model("ADD", [first, second], [output], options("AddOptions"))
    inputs = [values((40000,), "int16", seed + position) for position in (0, 1)]
    check_against_oracle(data, inputs=[inputs])
