"""Every refusal of a node says what to do about it."""

from pathlib import Path

import pytest

from generator import ops, readers
from generator.errors import ModelError
from tests.single_op import T, model, options


def refusal(tmp_path: Path, made: bytes) -> ModelError:
    path = tmp_path / "refused.tflite"
    path.write_bytes(made)
    with pytest.raises(ModelError) as raised:
        ops.check(readers.read(path))
    return raised.value


def test_where_an_operator_has_no_advice_of_its_own(tmp_path: Path) -> None:
    """EXP has no int16."""
    error = refusal(tmp_path, model("EXP", [T((2,), "int16", 0.1)], [T((2,), "int16", 0.1)]))
    assert "int16" in error.message
    assert error.where is not None
    assert error.hint is not None
    assert "generator ops MODEL" in error.hint


def test_a_fused_activation_on_int32_names_its_tensor_and_a_way_out(tmp_path: Path) -> None:
    """TensorFlow Lite Micro would forget the activation."""
    shape = (2, 3)
    table = options("AddOptions", fusedActivationFunction=1)
    made = model("ADD", [T(shape, "int32"), T(shape, "int32")], [T(shape, "int32")], table)
    error = refusal(tmp_path, made)
    assert "(int32 2x3)" in error.message
    assert error.hint is not None
    assert "operator of its own" in error.hint


def test_reals_where_indices_belong_are_no_matter_of_quantisation(tmp_path: Path) -> None:
    made = model("TRANSPOSE", [T((2, 3)), T((2,), "float32")], [T((3, 2))])
    error = refusal(tmp_path, made)
    assert "float32" in error.message
    assert error.hint is not None
    assert "full int8" not in error.hint
