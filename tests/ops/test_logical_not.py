"""LOGICAL_NOT against TensorFlow Lite Micro."""

from hypothesis import given, settings

from tests.element_wise import shapes
from tests.single_op import T, check_against_oracle, model


@settings(max_examples=6, deadline=None)
@given(shapes)
def test_equals_tensorflow_lite_micro(shape) -> None:
    check_against_oracle(model("LOGICAL_NOT", [T(shape, "bool")], [T(shape, "bool")]))
