"""RELU against TensorFlow Lite Micro."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import scales, seeds
from tests.unary import check_float, check_int8, check_int16, quantisations


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    check_float("RELU", data, -9, 9)


@settings(max_examples=15, deadline=None)
@given(quantisations, quantisations)
def test_every_int8_equals_tensorflow_lite_micro(before, after) -> None:
    check_int8("RELU", before, after)


@settings(max_examples=10, deadline=None)
@given(scales, scales, seeds)
def test_int16_equals_tensorflow_lite_micro(before: float, after: float, seed: int) -> None:
    check_int16("RELU", before, after, seed)


@settings(max_examples=5, deadline=None)
@given(quantisations)
def test_equal_scales_only_clamp(same) -> None:
    check_int8("RELU", same, same)
