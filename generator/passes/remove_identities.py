"""Nodes that give what they are given: reshapes, transposes, slices and requantisations in vain."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from generator.graph import Graph, Node, Tensor
from generator.passes._rewrite import is_sound, listed, plural, renamed

_OF_SHAPE = (
    "RESHAPE",
    "SQUEEZE",
    "EXPAND_DIMS",
    "SLICE",
    "STRIDED_SLICE",
    "PAD",
    "BROADCAST_TO",
    "CAST",
    "CONCATENATION",
    "RESIZE_NEAREST_NEIGHBOR",
    "TILE",
)
# Beyond this a stored number times its scale may no longer come back from float32.
_EXACT = ("int8", "uint8", "int16")


@dataclass
class _Sweep:
    """What one walk over the nodes has found.

    kept: the nodes that stay, reading what is left. writer: who of them writes a tensor.
    source: removed output -> the tensor that equals it. given_out: tensor -> the name under which
    the model gives it out, where the node that gave it that name is gone.
    """

    kept: list[Node] = field(default_factory=list)
    removed: list[Node] = field(default_factory=list)
    writer: dict[str, Node] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    given_out: dict[str, str] = field(default_factory=dict)

    def keep(self, node: Node) -> None:
        """Leaves a node in the graph."""
        self.kept.append(node)
        self.writer.update(dict.fromkeys(node.outputs, node))

    def remove(self, node: Node, source: str) -> None:
        """Lets everything read `source` instead of the node's output."""
        self.removed.append(node)
        self.source[node.outputs[0]] = source


def remove_identities(graph: Graph) -> tuple[Graph, str | None]:
    """The graph without them; a QUANTIZE that undoes a DEQUANTIZE goes too."""
    sweep = _Sweep()
    for original in graph.nodes:
        node = renamed(original, sweep.source)
        source = _source(graph, sweep.writer, node)
        if source is not None and _may_go(graph, sweep, node, source):
            sweep.remove(node, source)
        else:
            sweep.keep(node)
    if not sweep.removed:
        return graph, None
    graph = graph.with_nodes(tuple(_named(node, sweep.given_out) for node in sweep.kept))
    text = f"removed {plural(len(sweep.removed), 'node')} in vain: {listed(sweep.removed)}"
    return graph, text


def _may_go(graph: Graph, sweep: _Sweep, node: Node, source: str) -> bool:
    """Whether the output's name can be given up, or passed to what wrote the source."""
    output = node.outputs[0]
    if output not in graph.outputs:
        return True
    if source not in sweep.writer or source in graph.outputs or source in sweep.given_out:
        return False
    sweep.given_out[source] = output
    return True


def _named(node: Node, names: Mapping[str, str]) -> Node:
    outputs = tuple(names.get(name, name) for name in node.outputs)
    return replace(renamed(node, names), outputs=outputs)


def _source(graph: Graph, writer: Mapping[str, Node], node: Node) -> str | None:
    """The tensor that the node's only output equals element for element, shape for shape."""
    if len(node.outputs) != 1 or not node.inputs or not is_sound(graph, node):
        return None
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    before = writer.get(given.name)
    if node.op == "QUANTIZE":
        return _requantized_from(graph, before, given, output)
    if node.op == "TRANSPOSE" and (first := _undone(graph, before, node)) is not None:
        return first
    kept = node.op in _OF_SHAPE and not _strays(graph, node)
    kept |= node.op == "TRANSPOSE" and _keeps_order(graph, node)
    return given.name if kept and _same(given, output) and not given.variable else None


def _same(given: Tensor, output: Tensor) -> bool:
    alike = given.shape == output.shape and given.dtype == output.dtype
    return alike and given.quantization == output.quantization


def _strays(graph: Graph, node: Node) -> bool:
    """Whether a node that keeps the shape still moves elements, or does more than pass them on."""
    if node.op == "STRIDED_SLICE":
        return bool(np.any(graph.input_tensor(node, 3).value < 0))
    if node.op == "CONCATENATION":
        return len(node.inputs) > 1 or node.attributes["activation"] != "NONE"
    return False


def _keeps_order(graph: Graph, node: Node) -> bool:
    """Whether the axes that are longer than 1 keep their order."""
    shape = graph.input_tensor(node, 0).shape
    moved = [axis for axis in _permutation(graph, node) if shape[axis] > 1]
    return moved == sorted(moved)


def _permutation(graph: Graph, node: Node) -> list[int]:
    return [int(axis) for axis in graph.input_tensor(node, 1).value.ravel()]


def _undone(graph: Graph, first: Node | None, node: Node) -> str | None:
    """The input of the TRANSPOSE before, if this one undoes it."""
    if first is None or first.op != "TRANSPOSE" or not is_sound(graph, first):
        return None
    source, output = graph.input_tensor(first, 0), graph.output_tensor(node)
    order = [_permutation(graph, first)[axis] for axis in _permutation(graph, node)]
    back = order == sorted(order) and _same(source, output) and not source.variable
    return source.name if back else None


def _requantized_from(
    graph: Graph, before: Node | None, given: Tensor, output: Tensor
) -> str | None:
    """What a QUANTIZE gives back: its input of the same scale, or that of a DEQUANTIZE before."""
    if given.dtype == output.dtype and given.dtype.name in _EXACT and _same(given, output):
        return None if given.variable else given.name
    if before is None or before.op != "DEQUANTIZE" or not is_sound(graph, before):
        return None
    source = graph.input_tensor(before, 0)
    exact = source.dtype.name in _EXACT and not source.variable
    return source.name if exact and _same(source, output) else None
