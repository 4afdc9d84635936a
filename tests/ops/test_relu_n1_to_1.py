"""RELU_N1_TO_1 against its definition in NumPy: TensorFlow Lite Micro has no such operator."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.graph import Array
from tests import oracle
from tests.element_wise import scales, values
from tests.single_op import T, model
from tests.unary import ALL_INT8, quantisations


def _outputs(given_: T, output: T, inputs: Array) -> Array:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "single.tflite"
        path.write_bytes(model("RELU_N1_TO_1", [given_], [output]))
        graph = oracle.graph_of(path)
        (ours,) = oracle.host_model(graph, Path(folder), oracle.SANITIZE).run([inputs])
        oracle.assert_same([ours], oracle.reference(graph, [inputs]), "NumPy reference")
    return ours


def test_float32() -> None:
    inputs = values((50,), "float32", 0)
    tensor = T((50,), "float32")
    assert np.array_equal(_outputs(tensor, tensor, inputs), np.clip(inputs, -1, 1))


@settings(max_examples=15, deadline=None)
@given(quantisations, quantisations)
def test_every_int8_is_the_nearest_or_next_to_it(before, after) -> None:
    ours = _outputs(T((256,), "int8", *before), T((256,), "int8", *after), ALL_INT8)
    real = np.clip((ALL_INT8.astype(float) - before[1]) * before[0], -1, 1)
    exact = np.clip(real / after[0] + after[1], -128, 127)
    assert np.max(np.abs(ours - exact)) <= 1.0


@settings(max_examples=10, deadline=None)
@given(scales, scales, st.integers(0, 2**32 - 1))
def test_int16_is_the_nearest_or_next_to_it(before: float, after: float, seed: int) -> None:
    inputs = values((500,), "int16", seed)
    ours = _outputs(T((500,), "int16", before), T((500,), "int16", after), inputs)
    exact = np.clip(inputs.astype(float) * before, -1, 1) / after
    assert np.max(np.abs(ours - np.clip(exact, -(2**15), 2**15 - 1))) <= 1.0
