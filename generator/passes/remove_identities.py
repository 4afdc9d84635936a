"""Nodes that give what they are given: reshapes, transposes, slices and requantisations in vain."""

from dataclasses import replace

import numpy as np

from generator.graph import Graph, Node, Tensor
from generator.passes._rewrite import Links, is_sound, listed, plural, renamed, without

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


def remove_identities(graph: Graph) -> tuple[Graph, str | None]:
    """The graph without them; a QUANTIZE that undoes a DEQUANTIZE goes too."""
    removed: list[Node] = []
    for node in graph.nodes:
        source = _source(graph, node)
        if source is not None and (other := _bypass(graph, node, source)) is not None:
            graph = other
            removed.append(node)
    if not removed:
        return graph, None
    return graph, f"removed {plural(len(removed), 'node')} in vain: {listed(removed)}"


def _bypass(graph: Graph, node: Node, source: str) -> Graph | None:
    """The graph without a node whose output equals `source`; None where both are the model's."""
    output = node.outputs[0]
    rest = without(graph.nodes, [node])
    if output not in graph.outputs:
        return graph.with_nodes(tuple(renamed(n, {output: source}) for n in rest))
    writer = Links(graph).writer.get(source)
    if writer is None or source in graph.outputs:
        return None
    names = {source: output}
    outputs = tuple(names.get(name, name) for name in writer.outputs)
    made = (replace(n, outputs=outputs) if n.name == writer.name else n for n in rest)
    return graph.with_nodes(tuple(renamed(n, names) for n in made))


def _source(graph: Graph, node: Node) -> str | None:
    """The tensor that the node's only output equals element for element, shape for shape."""
    if len(node.outputs) != 1 or not node.inputs or not is_sound(graph, node):
        return None
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    if node.op == "QUANTIZE":
        return _requantized_from(graph, given, output)
    if node.op == "TRANSPOSE" and (first := _undone(graph, node)) is not None:
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


def _undone(graph: Graph, node: Node) -> str | None:
    """The input of an earlier TRANSPOSE that this one undoes."""
    assert node.inputs[0] is not None
    first = Links(graph).writer.get(node.inputs[0])
    if first is None or first.op != "TRANSPOSE" or not is_sound(graph, first):
        return None
    source, output = graph.input_tensor(first, 0), graph.output_tensor(node)
    order = [_permutation(graph, first)[axis] for axis in _permutation(graph, node)]
    back = order == sorted(order) and _same(source, output) and not source.variable
    return source.name if back else None


def _requantized_from(graph: Graph, given: Tensor, output: Tensor) -> str | None:
    """What a QUANTIZE gives back: its input of the same scale, or that of a DEQUANTIZE before."""
    if given.dtype == output.dtype and given.dtype.name in _EXACT and _same(given, output):
        return None if given.variable else given.name
    writer = Links(graph).writer.get(given.name)
    if writer is None or writer.op != "DEQUANTIZE" or not is_sound(graph, writer):
        return None
    source = graph.input_tensor(writer, 0)
    exact = source.dtype.name in _EXACT and not source.variable
    return source.name if exact and _same(source, output) else None
