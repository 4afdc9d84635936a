"""NEG against TensorFlow Lite Micro."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unary import check_float


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    check_float("NEG", data, -9, 9)
