"""QUANTIZE against TensorFlow Lite Micro: every conversion it has, random scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.ops.quantize import CONVERSIONS
from tests.single_op import T, check_against_oracle, model


def _tensor(draw, dtype: str, shape: tuple[int, ...]) -> T:
    if dtype == "float32":
        return T(shape, dtype)
    info = np.iinfo(dtype)
    zero_point = 0 if dtype == "int32" else draw(st.integers(info.min, info.max))
    # Scales for which the widest values of every type are of like size.
    scale = draw(st.floats(0.1, 10.0)) / info.max
    return T(shape, dtype, np.float32(scale), zero_point)


@pytest.mark.parametrize(
    ("source", "target"), [(s, t) for s, targets in CONVERSIONS.items() for t in targets]
)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(source: str, target: str, data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from([(1,), (2, 3), (1, 4, 5, 2)]))
    tensors = _tensor(data.draw, source, shape), _tensor(data.draw, target, shape)
    check_against_oracle(model("QUANTIZE", [tensors[0]], [tensors[1]]), runs=3)


def test_uint8_and_int8_of_one_scale_differ_by_128() -> None:
    tensors = T((4,), "uint8", 0.1, 128), T((4,), "int8", 0.1, 0)
    check_against_oracle(model("QUANTIZE", [tensors[0]], [tensors[1]]))


def test_halves_round_away_from_zero_and_far_values_saturate() -> None:
    tensors = T((8,), "float32"), T((8,), "int8", 0.5, -3)
    reals = np.array([0.25, -0.25, 0.75, -0.75, 1e6, -1e6, 62.4, -62.4], np.float32)
    check_against_oracle(model("QUANTIZE", [tensors[0]], [tensors[1]]), inputs=[[reals]])


@pytest.mark.parametrize(
    ("words", "source", "target"),
    [
        ("not supported", T((2,), "float32"), T((2,), "uint8", 0.1)),
        ("one scale", T((2,), "int8"), T((2,), "int8", 0.1)),
        ("one scale", T((2,), "float32"), T((2,), "int8", [0.1, 0.2])),
        ("zero point", T((2,), "int8", 0.1), T((2,), "int32", 0.1, 5)),
        ("too small", T((2,), "int8", 1e9), T((2,), "int8", 1e-9)),
        ("shape", T((2,), "int8", 0.1), T((3,), "int8", 0.1)),
    ],
)
def test_refuses_in_words(words: str, source: T, target: T, tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(model("QUANTIZE", [source], [target]))
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))
