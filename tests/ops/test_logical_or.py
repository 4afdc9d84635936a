"""LOGICAL_OR against TensorFlow Lite Micro over shapes that broadcast."""

from hypothesis import given, settings

from tests.element_wise import binary_models
from tests.single_op import check_against_oracle


@settings(max_examples=10, deadline=None)
@given(binary_models("LOGICAL_OR", "bool"))
def test_equals_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data)
