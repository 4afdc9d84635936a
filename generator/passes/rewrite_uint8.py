"""Models of 2017 to 2019 store activations as uint8: the same numbers less 128 are int8.

Kernels exist for int8 only. Weights keep a zero point, which int8 models of today have not.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from generator.graph import Graph, Node, Quantization, Tensor
from generator.passes._rewrite import is_sound, plural, unused_name

_SHIFT = 128
# Operators that give the same results on the numbers less 128: those that compute, and those
# that only move elements.
_COMPUTING = frozenset(
    (
        *("ADD", "AVERAGE_POOL_2D", "CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"),
        *("MAX_POOL_2D", "SOFTMAX"),
    )
)
_MOVING = frozenset(
    (
        *("BATCH_TO_SPACE_ND", "CONCATENATION", "DEPTH_TO_SPACE", "EXPAND_DIMS", "PACK", "PAD"),
        *("RESHAPE", "SLICE", "SPACE_TO_BATCH_ND", "SPACE_TO_DEPTH", "SPLIT", "SPLIT_V"),
        *("SQUEEZE", "STRIDED_SLICE", "TRANSPOSE", "UNPACK"),
    )
)
_ALIKE = _COMPUTING | _MOVING
_CONVERSIONS = frozenset({"QUANTIZE", "DEQUANTIZE"})


def rewrite_uint8(graph: Graph) -> tuple[Graph, str | None]:
    """The graph in int8, its inputs and outputs still uint8; as it was where that is not exact."""
    stored = {name: t for name, t in graph.tensors.items() if _is_quantized_uint8(t)}
    nodes = [node for node in graph.nodes if _touches(node, stored)]
    known = all(node.op in _ALIKE | _CONVERSIONS for node in nodes)
    needed = any(node.op in _ALIKE and not is_sound(graph, node) for node in nodes)
    if not (known and needed):
        return graph, None
    edges = {
        name: unused_name(graph, f"{name} as int8")
        for name in (*graph.inputs, *graph.outputs)
        if name in stored
    }
    tensors = dict(graph.tensors)
    for name, tensor in stored.items():
        signed = _signed(tensor, edges.get(name, name))
        tensors[signed.name] = signed
    rewritten = tuple(_rewritten(node, stored, edges) for node in graph.nodes)
    entries = _conversions(graph.inputs, edges, "entry", to_signed=True)
    exits = _conversions(graph.outputs, edges, "exit", to_signed=False)
    count = sum(node.op in _ALIKE for node in nodes)
    made = replace(graph, tensors=tensors, nodes=(*entries, *rewritten, *exits))
    return made, f"computes {plural(count, 'node')} of a uint8 model in int8"


def _is_quantized_uint8(tensor: Tensor) -> bool:
    return tensor.dtype.name == "uint8" and tensor.quantization is not None


def _touches(node: Node, tensors: Mapping[str, Tensor]) -> bool:
    return any(name in tensors for name in (*node.inputs, *node.outputs) if name is not None)


def _signed(tensor: Tensor, name: str) -> Tensor:
    """The tensor as int8."""
    quantization = tensor.affine
    zero_points = tuple(zero_point - _SHIFT for zero_point in quantization.zero_points)
    data = None
    if tensor.data is not None:
        data = (tensor.data.astype(np.int16) - _SHIFT).astype(np.int8)
    return replace(
        tensor,
        name=name,
        dtype=np.dtype(np.int8),
        quantization=Quantization(quantization.scales, zero_points, quantization.axis),
        data=data,
    )


def _rewritten(node: Node, stored: Mapping[str, Tensor], edges: Mapping[str, str]) -> Node:
    """The node on the int8 tensors; means of unsigned numbers are rounded up at halves."""
    attributes = node.attributes
    if node.op == "AVERAGE_POOL_2D" and _touches(node, stored):
        attributes = MappingProxyType({**attributes, "halves_up": True})
    return replace(
        node,
        inputs=tuple(None if name is None else edges.get(name, name) for name in node.inputs),
        outputs=tuple(edges.get(name, name) for name in node.outputs),
        attributes=attributes,
    )


def _conversions(
    names: tuple[str, ...], edges: Mapping[str, str], word: str, *, to_signed: bool
) -> tuple[Node, ...]:
    """A QUANTIZE for each input or output that stays uint8."""
    made = []
    for position, name in enumerate(dict.fromkeys(names)):
        if name in edges:
            pair = (name, edges[name]) if to_signed else (edges[name], name)
            made.append(Node(f"{word} {position} QUANTIZE", "QUANTIZE", (pair[0],), (pair[1],)))
    return tuple(made)
