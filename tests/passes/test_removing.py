"""Nodes that nothing needs, and nodes that give what they are given, are removed."""

import numpy as np
import pytest

from generator import passes
from generator.errors import RequestError
from tests.network import N, check_network, graph_of, network
from tests.single_op import T, options


def transposed(first: list[int], second: list[int]) -> bytes:
    """Two transpositions, then a layer."""
    shape = (1, 2, 3, 4)
    middle = tuple(shape[axis] for axis in first)
    last = tuple(middle[axis] for axis in second)
    tensors = {
        "x": T(shape, "float32"),
        "p": T((4,), "int32", data=np.array(first)),
        "q": T((4,), "int32", data=np.array(second)),
        "a": T(middle, "float32"),
        "b": T(last, "float32"),
        "y": T(last, "float32"),
    }
    nodes = [
        N("TRANSPOSE", ["x", "p"], ["a"], options("TransposeOptions")),
        N("TRANSPOSE", ["a", "q"], ["b"], options("TransposeOptions")),
        N("ABS", ["b"], ["y"], options("AbsOptions")),
    ]
    return network(tensors, nodes, ["x"], ["y"])


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ([0, 3, 1, 2], [0, 2, 3, 1], 0),
        ([0, 1, 2, 3], [0, 1, 2, 3], 0),
        ([0, 3, 1, 2], [0, 3, 1, 2], 2),
        ([0, 2, 1, 3], [0, 2, 1, 3], 0),
    ],
)
def test_transpositions_that_undo_each_other(
    first: list[int], second: list[int], left: int
) -> None:
    graph, _ = check_network(transposed(first, second))
    assert [n.op for n in graph.nodes].count("TRANSPOSE") == left


@pytest.mark.parametrize("given_out", [True, False])
def test_a_requantisation_in_vain_is_removed(given_out: bool) -> None:
    """int8 to float32 and back, in the middle of the model or at its end."""
    tensors = {
        "x": T((1, 300), "int8", 0.03, 11),
        "a": T((1, 300), "int8", 0.1, -3),
        "f": T((1, 300), "float32"),
        "q": T((1, 300), "int8", 0.1, -3),
        "y": T((1, 300), "int8", 0.2, 0),
    }
    nodes = [
        N("ADD", ["x", "x"], ["a"], options("AddOptions")),
        N("DEQUANTIZE", ["a"], ["f"], options("DequantizeOptions")),
        N("QUANTIZE", ["f"], ["q"], options("QuantizeOptions")),
        *([] if given_out else [N("ADD", ["q", "q"], ["y"], options("AddOptions"))]),
    ]
    graph, savings = check_network(network(tensors, nodes, ["x"], ["q" if given_out else "y"]))
    assert {n.op for n in graph.nodes} == {"ADD"}
    assert [s.name for s in savings] == ["remove_identities", "remove_dead_nodes"]
    assert graph.outputs == (("q",) if given_out else ("y",))


def test_nodes_that_nothing_reads_are_removed() -> None:
    tensors = {name: T((3,), "float32") for name in ("x", "unused", "unused too", "y")}
    nodes = [
        N("ABS", ["x"], ["y"], options("AbsOptions")),
        N("NEG", ["x"], ["unused"], options("NegOptions")),
        N("ABS", ["unused"], ["unused too"], options("AbsOptions")),
    ]
    graph, savings = check_network(network(tensors, nodes, ["x"], ["y"]))
    assert [n.op for n in graph.nodes] == ["ABS"]
    assert "2 unused nodes: 1 ABS, 1 NEG" in savings[0].text


def test_an_input_that_is_given_out_unchanged_keeps_its_copy() -> None:
    tensors = {
        "x": T((2, 3), "float32"),
        "shape": T((2,), "int32", data=np.array([2, 3])),
        "y": T((2, 3), "float32"),
    }
    nodes = [N("RESHAPE", ["x", "shape"], ["y"], options("ReshapeOptions", newShape=[2, 3]))]
    graph, _ = check_network(network(tensors, nodes, ["x"], ["y"]))
    assert graph.outputs == ("y",)


def test_a_pass_can_be_switched_off_by_name() -> None:
    data = transposed([0, 3, 1, 2], [0, 2, 3, 1])
    graph, _ = graph_of(data, skip=["remove_identities"])
    assert len(graph.nodes) == 3
    with pytest.raises(RequestError, match="no pass"):
        passes.run(graph, ["remove_identity"])
