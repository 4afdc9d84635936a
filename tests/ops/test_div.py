"""DIV against TensorFlow Lite Micro, and against exact quotients where that leaves 32 bits."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ModelError
from tests import oracle
from tests.element_wise import FLOAT_TOLERANCE, binary_models, broadcasting, values
from tests.single_op import T, check_against_oracle, model, options

activations = st.integers(0, 3).map(lambda a: options("DivOptions", fusedActivationFunction=a))


@st.composite
def quantised(draw):
    """A model whose shifts stay below 32, where the oracle is defined, and its inputs."""
    (first, second), output = draw(broadcasting())
    zero_points = [draw(st.integers(-128, 127)) for _ in range(3)]
    scale = draw(st.floats(1e-3, 0.5))
    # The quotient's scale has to be about 2^-14: the least of 255 steps then counts.
    tensors = [
        T(first, "int8", scale * draw(st.floats(4.0, 8.0)), zero_points[0]),
        T(second, "int8", scale / 256, zero_points[1]),
    ]
    result = T(output, "int8", draw(st.floats(0.01, 0.5)), zero_points[2])
    seed = draw(st.integers(0, 2**32 - 1))
    divisor = values(second, "int8", seed)
    divisor[divisor == zero_points[1]] += 1 if zero_points[1] < 127 else -1
    data = model("DIV", tensors, [result], draw(activations))
    return data, [values(first, "int8", seed + 1), divisor]


@settings(max_examples=20, deadline=None)
@given(quantised())
def test_int8_equals_tensorflow_lite_micro(case) -> None:
    data, inputs = case
    check_against_oracle(data, inputs=[inputs])


@pytest.mark.parametrize("ratio", [0.02, 1.0, 30.0])
def test_every_int8_quotient_is_the_nearest_or_next_to_it(ratio: float, tmp_path: Path) -> None:
    """Also where quotients are so small that TensorFlow Lite Micro shifts by more than 31."""
    dividend = np.broadcast_to(np.arange(-128, 128, dtype=np.int8), (255, 256)).copy()
    divisor = np.array([b for b in range(-128, 128) if b != 3], np.int8).reshape(255, 1)
    tensors = [T((255, 256), "int8", 0.1, -7), T((255, 1), "int8", 0.1, 3)]
    path = tmp_path / "div.tflite"
    path.write_bytes(model("DIV", tensors, [T((255, 256), "int8", 1 / ratio, 5)], None))
    graph = oracle.graph_of(path)
    (ours,) = oracle.host_model(graph, tmp_path, oracle.SANITIZE).run([dividend, divisor])
    exact = (dividend.astype(float) + 7) / (divisor.astype(float) - 3) * ratio + 5
    assert np.max(np.abs(ours - np.clip(exact, -128, 127))) <= 1.0


@settings(max_examples=10, deadline=None)
@given(binary_models("DIV", "float32", activations))
def test_float32_equals_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data, tolerance=FLOAT_TOLERANCE)


def test_float32_by_zero_is_the_greatest_number() -> None:
    data = model("DIV", [T((3,), "float32")] * 2, [T((3,), "float32")], options("DivOptions"))
    zeros = np.zeros(3, np.float32)
    check_against_oracle(data, inputs=[[np.array([1, -2, 3], np.float32), zeros]])


@settings(max_examples=10, deadline=None)
@given(broadcasting(), activations, st.integers(0, 2**32 - 1))
def test_int32_rounds_towards_zero(shapes, table, seed: int) -> None:
    (first, second), output = shapes
    data = model("DIV", [T(first, "int32"), T(second, "int32")], [T(output, "int32")], table)
    divisor = np.random.default_rng(seed).integers(1, 9, second, dtype=np.int32)
    divisor *= np.random.default_rng(seed + 1).choice([-1, 1], second).astype(np.int32)
    check_against_oracle(data, inputs=[[values(first, "int32", seed) // 3, divisor]])


def test_int32_at_its_ends(tmp_path: Path) -> None:
    """What is undefined in C is as on Arm's dividers, not a crash."""
    path = tmp_path / "div.tflite"
    path.write_bytes(model("DIV", [T((3,), "int32")] * 2, [T((3,), "int32")], None))
    graph = oracle.graph_of(path)
    given_ = [np.array([5, -(2**31), -7], np.int32), np.array([0, -1, 2], np.int32)]
    (ours,) = oracle.host_model(graph, tmp_path, oracle.SANITIZE).run(given_)
    assert ours.tolist() == [0, -(2**31), -3]


def test_a_constant_zero_divisor_is_refused(tmp_path: Path) -> None:
    zero = T((2,), "float32", data=np.array([1.0, 0.0], np.float32))
    path = tmp_path / "div.tflite"
    path.write_bytes(model("DIV", [T((2,), "float32"), zero], [T((2,), "float32")], None))
    with pytest.raises(ModelError, match="has a zero in it"):
        oracle.graph_of(path)
