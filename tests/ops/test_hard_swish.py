"""HARD_SWISH against TensorFlow Lite Micro."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unary import check_float, check_int8, quantisations


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    check_float("HARD_SWISH", data, -9, 9)


@settings(max_examples=25, deadline=None)
@given(quantisations, quantisations)
def test_every_int8_equals_tensorflow_lite_micro(before, after) -> None:
    # TensorFlow Lite Micro refuses outputs that are 128 times as fine as the input.
    assume(before[0] / after[0] < 127)
    check_int8("HARD_SWISH", before, after)
