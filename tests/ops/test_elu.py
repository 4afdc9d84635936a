"""ELU against TensorFlow Lite Micro."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unary import check_float, check_int8, quantisations


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    check_float("ELU", data, -9, 9)


@settings(max_examples=15, deadline=None)
@given(quantisations, quantisations)
def test_every_int8_equals_tensorflow_lite_micro(before, after) -> None:
    check_int8("ELU", before, after)
