"""ADD_N against TensorFlow Lite Micro over numbers of inputs, shapes and scales."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ModelError
from tests import oracle
from tests.element_wise import FLOAT_TOLERANCE, scales, shapes
from tests.single_op import T, check_against_oracle, model


@settings(max_examples=15, deadline=None)
@given(shapes, st.integers(2, 15), st.tuples(scales, scales), st.data())
def test_int8_equals_tensorflow_lite_micro(shape, count: int, drawn, data) -> None:
    given_, output = (T(shape, "int8", s, data.draw(st.integers(-128, 127))) for s in drawn)
    check_against_oracle(model("ADD_N", [given_] * count, [output]))


@settings(max_examples=8, deadline=None)
@given(shapes, st.integers(2, 9))
def test_float32_equals_tensorflow_lite_micro(shape, count: int) -> None:
    tensor = T(shape, "float32")
    check_against_oracle(model("ADD_N", [tensor] * count, [tensor]), tolerance=2 * FLOAT_TOLERANCE)


def test_more_int8_tensors_than_fit_32_bits_are_refused(tmp_path: Path) -> None:
    tensor = T((2,), "int8", 0.1)
    path = tmp_path / "add_n.tflite"
    path.write_bytes(model("ADD_N", [tensor] * 16, [tensor]))
    with pytest.raises(ModelError, match="15 fit 32 bits"):
        oracle.graph_of(path)
