"""TANH against TensorFlow Lite Micro."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import seeds
from tests.unary import check_float, check_int8, check_int16, quantisations


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    check_float("TANH", data, -9, 9)


@settings(max_examples=15, deadline=None)
@given(quantisations)
def test_every_int8_equals_tensorflow_lite_micro(before) -> None:
    check_int8("TANH", before, (1 / 128, 0))


@settings(max_examples=10, deadline=None)
@given(st.one_of(st.floats(1e-6, 2.0), st.sampled_from([2.0**-11, 2.0**-12, 2.0**-13])), seeds)
def test_int16_equals_tensorflow_lite_micro(scale: float, seed: int) -> None:
    check_int16("TANH", scale, 2.0**-15, seed)
