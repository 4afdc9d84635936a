"""What follows from constants is computed once, here: shape arithmetic, float16 weights, tables."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from generator import ops
from generator.graph import Array, Graph, Node
from generator.passes._rewrite import is_sound, listed, plural, with_tensors, without

# A result may be that much larger than what it is made of: flash is no place for filled arrays.
_GROWTH = 4
_SMALL_BYTES = 4096
# The references are written for clarity: beyond this the computation stays in the firmware.
_MOST_MACS = 2_000_000
# Arithmetic on shapes, in types that firmware does not compute these operators in.
_INTEGERS: Mapping[str, Callable[..., Array]] = {
    "ADD": np.add,
    "SUB": np.subtract,
    "MUL": np.multiply,
    "FLOOR_DIV": np.floor_divide,
    "FLOOR_MOD": np.mod,
    "MAXIMUM": np.maximum,
    "MINIMUM": np.minimum,
}
# Their outputs follow from the shapes of their inputs, which are fixed.
_OF_SHAPE = ("SHAPE", "ZEROS_LIKE")


def fold_constants(graph: Graph) -> tuple[Graph, str | None]:
    """The graph with every such node replaced by its result."""
    folded: list[Node] = []
    for node in graph.nodes:
        if _foldable(graph, node):
            results = _evaluate(graph, node)
            graph = with_tensors(
                graph,
                (
                    replace(graph.tensors[name], data=value)
                    for name, value in zip(node.outputs, results, strict=True)
                ),
            )
            folded.append(node)
    if not folded:
        return graph, None
    graph = graph.with_nodes(without(graph.nodes, folded))
    return graph, f"computed {plural(len(folded), 'node')} beforehand: {listed(folded)}"


def _foldable(graph: Graph, node: Node) -> bool:
    inputs = [graph.tensors[name] for name in node.inputs if name is not None]
    known = bool(inputs) and all(t.is_constant for t in inputs)
    if not (known or node.op in _OF_SHAPE) or any(name in graph.outputs for name in node.outputs):
        return False
    if _is_shape_arithmetic(graph, node):
        return True
    if not is_sound(graph, node) or ops.operator(node.op).written_variables(graph, node):
        return False
    made = sum(graph.tensors[name].size_bytes for name in node.outputs)
    given = sum(t.size_bytes for t in inputs if t.is_constant)
    affordable = made <= max(_SMALL_BYTES, _GROWTH * given)
    return affordable and ops.operator(node.op).macs(graph, node) <= _MOST_MACS


def _is_shape_arithmetic(graph: Graph, node: Node) -> bool:
    """Whether it takes and gives a few integers, and no operand is a divisor of 0."""
    if node.op not in _INTEGERS or len(node.inputs) != 2 or len(node.outputs) != 1:
        return False
    tensors = [graph.input_tensor(node, 0), graph.input_tensor(node, 1), graph.output_tensor(node)]
    if len({t.dtype for t in tensors}) != 1 or tensors[0].dtype.name not in ("int32", "int64"):
        return False
    if node.attributes.get("activation", "NONE") != "NONE" or max(t.size for t in tensors) > 64:
        return False
    if node.op.startswith("FLOOR_") and not np.all(tensors[1].value):
        return False
    shapes = (tensors[0].shape, tensors[1].shape)
    return _broadcast(*shapes) == tensors[2].shape


def _broadcast(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...] | None:
    try:
        return np.broadcast_shapes(first, second)
    except ValueError:
        return None


def _evaluate(graph: Graph, node: Node) -> tuple[Array, ...]:
    """The outputs by the operator's reference; only shapes are looked at where data is missing."""
    given = [
        np.broadcast_to(np.zeros((), t.dtype), t.shape) if t.data is None else t.data
        for t in (graph.tensors[name] for name in node.inputs if name is not None)
    ]
    with np.errstate(all="ignore"):
        if _is_shape_arithmetic(graph, node):
            results: tuple[Array, ...] = (_INTEGERS[node.op](*given),)
        else:
            results = ops.operator(node.op).reference(graph, node, given)
    return tuple(_as(graph, name, value) for name, value in zip(node.outputs, results, strict=True))


def _as(graph: Graph, name: str, value: Array) -> Array:
    tensor = graph.tensors[name]
    data = np.ascontiguousarray(value, tensor.dtype).reshape(tensor.shape)
    data.flags.writeable = False
    return data
