"""LEAKY_RELU against TensorFlow Lite Micro, slopes below 0 and above 1 among them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.element_wise import scales, seeds
from tests.single_op import options
from tests.unary import check_float, check_int8, check_int16, quantisations

slopes = st.floats(-2.0, 2.0, width=32).map(lambda a: options("LeakyReluOptions", alpha=a))


@settings(max_examples=10, deadline=None)
@given(st.data(), slopes)
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject, table) -> None:
    check_float("LEAKY_RELU", data, -9, 9, table)


@settings(max_examples=15, deadline=None)
@given(quantisations, quantisations, slopes)
def test_every_int8_equals_tensorflow_lite_micro(before, after, table) -> None:
    check_int8("LEAKY_RELU", before, after, table=table)


@settings(max_examples=15, deadline=None)
@given(scales, scales, seeds, slopes)
def test_int16_equals_tensorflow_lite_micro(before: float, after: float, seed: int, table) -> None:
    check_int16("LEAKY_RELU", before, after, seed, table)
