"""DEQUANTIZE against TensorFlow Lite Micro, and where that has none, against the formula."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.graph import Graph, Node, Tensor
from tests import oracle
from tests.single_op import T, check_against_oracle, model


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16"])
@settings(max_examples=10, deadline=None)
@given(
    shape=st.sampled_from([(1,), (2, 3), (1, 4, 5, 2)]),
    scale=st.floats(1e-6, 1e3).map(np.float32),
    data=st.data(),
)
def test_equals_tensorflow_lite_micro(
    dtype: str, shape: tuple[int, ...], scale: float, data: st.DataObject
) -> None:
    info = np.iinfo(dtype)
    zero_point = data.draw(st.integers(info.min, info.max))
    check_against_oracle(
        model("DEQUANTIZE", [T(shape, dtype, scale, zero_point)], [T(shape, "float32")])
    )


def _both(graph: Graph, inputs: list[np.ndarray], folder) -> list[np.ndarray]:
    """The outputs of the generated C and of the NumPy reference."""
    compiled = oracle.host_model(graph, folder, oracle.SANITIZE).run(inputs)
    return [compiled[0], oracle.reference(graph, inputs)[0]]


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_one_scale_for_each_channel(axis: int, tmp_path) -> None:
    shape = (2, 3, 4)
    scales = np.linspace(0.1, 0.7, shape[axis], dtype=np.float32)
    zero_points = np.arange(shape[axis]) - 1
    data = model("DEQUANTIZE", [T(shape, "int8", scales, zero_points, axis)], [T(shape, "float32")])
    path = tmp_path / "single.tflite"
    path.write_bytes(data)
    graph = oracle.graph_of(path)
    given = oracle.random_inputs(graph, np.random.default_rng(0))
    along = [1, 1, 1]
    along[axis] = shape[axis]
    steps = given[0].astype(np.float32) - zero_points.reshape(along).astype(np.float32)
    for result in _both(graph, given, tmp_path):
        np.testing.assert_array_equal(result, steps * scales.reshape(along))


def test_float16_constants_are_widened(tmp_path) -> None:
    values = np.array([0.1, -65504.0, 6e-8, np.inf], np.float16)
    tensors = {
        "w": Tensor("w", (4,), np.dtype(np.float16), data=values),
        "y": Tensor("y", (4,), np.dtype(np.float32)),
    }
    node = Node("0 DEQUANTIZE", "DEQUANTIZE", ("w",), ("y",))
    graph = Graph("wide", tensors, (node,), (), ("y",), "")
    ops.check(graph)
    for result in _both(graph, [], tmp_path):
        np.testing.assert_array_equal(result, values.astype(np.float32))


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("constant", T((2,), "float16")),
        ("not int8", T((2,), "int32", 0.1)),
        ("3 scales along axis 0", T((2,), "int8", [0.1, 0.2, 0.3])),
        ("outside", T((2,), "int8", [0.1, 0.2], [0, 300])),
        ("one scale", T((2,), "int8")),
    ],
)
def test_refuses_in_words(words: str, source: T, tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(model("DEQUANTIZE", [source], [T((2,), "float32")]))
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))
