"""What follows from constants and shapes is computed before the firmware is written."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ModelError
from tests.network import N, check_network, graph_of, network
from tests.single_op import T, options


def test_shape_arithmetic_folds_away() -> None:
    """x.shape -> its first entry -> [that, -1] -> the shape of a RESHAPE."""
    scalar = T((), "int32")
    tensors = {
        "x": T((2, 3, 4), "float32"),
        "shape": T((3,), "int32"),
        "zero": T((1,), "int32", data=np.array([0])),
        "one": T((1,), "int32", data=np.array([1])),
        "first": scalar,
        "rest": T((), "int32", data=np.array(-1)),
        "wanted": T((2,), "int32"),
        "flat": T((2, 12), "float32"),
        "y": T((2, 12), "float32"),
    }
    nodes = [
        N("SHAPE", ["x"], ["shape"], options("ShapeOptions", outType=2)),
        N(
            "STRIDED_SLICE",
            ["shape", "zero", "one", "one"],
            ["first"],
            options("StridedSliceOptions", shrinkAxisMask=1),
        ),
        N("PACK", ["first", "rest"], ["wanted"], options("PackOptions", valuesCount=2)),
        N("RESHAPE", ["x", "wanted"], ["flat"], options("ReshapeOptions")),
        N("ABS", ["flat"], ["y"], options("AbsOptions")),
    ]
    graph, savings = graph_of(network(tensors, nodes, ["x"], ["y"]))
    assert [node.op for node in graph.nodes] == ["RESHAPE", "ABS"]
    assert savings[0].name == "fold_constants"
    assert "3 nodes" in savings[0].text


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 999))
def test_float16_weights_become_float32(inputs: int, outputs: int, seed: int) -> None:
    """Not run by TensorFlow Lite Micro, so held against NumPy."""
    generator = np.random.default_rng(seed)
    weights = generator.normal(size=(outputs, inputs)).astype(np.float16)
    tensors = {
        "x": T((1, inputs), "float32"),
        "half": T((outputs, inputs), "float16", data=weights),
        "w": T((outputs, inputs), "float32"),
        "y": T((1, outputs), "float32"),
    }
    nodes = [
        N("DEQUANTIZE", ["half"], ["w"]),
        N("FULLY_CONNECTED", ["x", "w", None], ["y"], options("FullyConnectedOptions")),
    ]
    graph, _ = graph_of(network(tensors, nodes, ["x"], ["y"]))
    (node,) = graph.nodes
    assert np.array_equal(graph.input_tensor(node, 1).value, weights.astype(np.float32))


def test_constants_are_not_blown_up() -> None:
    """A small constant repeated a thousand times stays a computation."""
    tensors = {
        "x": T((40, 500), "float32"),
        "row": T((1, 500), "float32", data=np.ones(500)),
        "shape": T((2,), "int32", data=np.array([40, 500])),
        "wide": T((40, 500), "float32"),
        "y": T((40, 500), "float32"),
    }
    nodes = [
        N("BROADCAST_TO", ["row", "shape"], ["wide"], options("BroadcastToOptions")),
        N("ADD", ["x", "wide"], ["y"], options("AddOptions")),
    ]
    graph, savings = graph_of(network(tensors, nodes, ["x"], ["y"]))
    assert [node.op for node in graph.nodes] == ["BROADCAST_TO", "ADD"]
    assert savings == ()


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 6), st.integers(0, 999))
def test_folded_numbers_are_those_of_tensorflow_lite_micro(size: int, seed: int) -> None:
    generator = np.random.default_rng(seed)

    def constant() -> T:
        return T((1, size), "int8", 0.05, 3, data=generator.integers(-128, 128, size))

    tensors = {
        "x": T((1, size), "int8", 0.04, -7),
        "a": constant(),
        "b": constant(),
        "ab": T((1, size), "int8", 0.06, 1),
        "y": T((1, size), "int8", 0.1, 0),
    }
    nodes = [
        N("MUL", ["a", "b"], ["ab"], options("MulOptions")),
        N("ADD", ["x", "ab"], ["y"], options("AddOptions")),
    ]
    graph, _ = check_network(network(tensors, nodes, ["x"], ["y"]))
    assert [node.op for node in graph.nodes] == ["ADD"]


def test_integers_that_firmware_does_not_divide_fold_too() -> None:
    """The padding that makes 10 a multiple of 4, as converters compute it: -10 mod 4 = 2."""
    tensors = {
        "x": T((1, 10), "float32"),
        "minus": T((2,), "int32", data=np.array([0, -10])),
        "block": T((2,), "int32", data=np.array([4, 4])),
        "missing": T((2,), "int32"),
        "zeros": T((2,), "int32", data=np.array([0, 0])),
        "pads": T((2, 2), "int32"),
        "y": T((1, 12), "float32"),
    }
    pack = options("PackOptions", valuesCount=2, axis=1)
    nodes = [
        N("FLOOR_MOD", ["minus", "block"], ["missing"], options("FloorModOptions")),
        N("PACK", ["zeros", "missing"], ["pads"], pack),
        N("PAD", ["x", "pads"], ["y"], options("PadOptions")),
    ]
    graph, _ = graph_of(network(tensors, nodes, ["x"], ["y"]))
    assert [node.op for node in graph.nodes] == ["PAD"]
    assert graph.input_tensor(graph.nodes[0], 1).value.tolist() == [[0, 0], [0, 2]]


def test_a_division_by_zero_is_left_for_the_check_to_refuse() -> None:
    tensors = {
        "a": T((1,), "int32", data=np.array([7])),
        "zero": T((1,), "int32", data=np.array([0])),
        "q": T((1,), "int32"),
        "x": T((1,), "int32"),
        "y": T((1,), "int32"),
    }
    nodes = [
        N("FLOOR_DIV", ["a", "zero"], ["q"], options("FloorDivOptions")),
        N("ADD", ["x", "q"], ["y"], options("AddOptions")),
    ]
    with pytest.raises(ModelError, match="zero"):
        graph_of(network(tensors, nodes, ["x"], ["y"]))
