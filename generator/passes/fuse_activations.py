"""RELU and its kin become the clamp that the layer before them ends with anyway."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from generator import ops
from generator.graph import Graph, Node
from generator.passes._rewrite import is_sound, links, plural, without
from generator.quantization import activation_range, dtype_range

_ACTIVATIONS = ("RELU", "RELU6", "RELU_N1_TO_1")
_LAYERS = (
    "CONV_2D",
    "DEPTHWISE_CONV_2D",
    "TRANSPOSE_CONV",
    "FULLY_CONNECTED",
    "ADD",
    "SUB",
    "MUL",
    "AVERAGE_POOL_2D",
    "MAX_POOL_2D",
)


def fuse_activations(graph: Graph) -> tuple[Graph, str | None]:
    """The graph with every activation inside the layer that it follows, where that is exact."""
    fused = 0
    for activation in graph.nodes:
        if activation.op in _ACTIVATIONS and is_sound(graph, activation):
            layer = links(graph).writer.get(str(activation.inputs[0]))
            if layer is not None and _exact(graph, layer, activation):
                graph = _fuse(graph, layer, activation)
                fused += 1
    text = f"moved {plural(fused, 'activation')} into the layer before" if fused else None
    return graph, text


def _exact(graph: Graph, layer: Node, activation: Node) -> bool:
    """Whether a clamp at the end of the layer gives what the activation gives."""
    if layer.op not in _LAYERS or layer.attributes.get("activation") != "NONE":
        return False
    if links(graph).only_reader(layer.outputs[0]) is None or not is_sound(graph, layer):
        return False
    given, output = graph.output_tensor(layer), graph.output_tensor(activation)
    if given.dtype != output.dtype or given.quantization != output.quantization:
        return False
    return output.dtype.kind == "f" or _clamps(graph, activation)


def _clamps(graph: Graph, activation: Node) -> bool:
    """Tries all stored values: the activation must clamp them as the layer will."""
    output = graph.output_tensor(activation)
    if output.dtype.name not in ("int8", "int16"):
        return False
    least, greatest = dtype_range(output.dtype)
    stored = np.arange(least, greatest + 1).astype(output.dtype)
    given = replace(graph.input_tensor(activation, 0), shape=stored.shape)
    alone = replace(
        graph,
        tensors={
            **graph.tensors,
            given.name: given,
            output.name: replace(output, shape=(stored.size,)),
        },
    )
    (result,) = ops.operator(activation.op).reference(alone, activation, [stored])
    low, high = activation_range(activation.op, output.affine, output.dtype)
    return bool(np.array_equal(result, np.clip(stored, low, high)))


def _fuse(graph: Graph, layer: Node, activation: Node) -> Graph:
    attributes = MappingProxyType({**layer.attributes, "activation": activation.op})
    joined = replace(layer, attributes=attributes, outputs=activation.outputs)
    nodes = (joined if n.name == layer.name else n for n in without(graph.nodes, [activation]))
    return graph.with_nodes(tuple(nodes))
