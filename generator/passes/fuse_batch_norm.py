"""MUL, ADD and SUB by constants become part of a float32 layer's weights and bias."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.passes._rewrite import (
    constant_like,
    is_sound,
    links,
    plural,
    unused_name,
    with_tensors,
    without,
)

# The axis of the weights that counts the output channels.
_CHANNEL_AXIS = {"CONV_2D": 0, "DEPTHWISE_CONV_2D": 3, "FULLY_CONNECTED": 0}
_STEPS = ("MUL", "ADD", "SUB")


def fuse_batch_norm(graph: Graph) -> tuple[Graph, str | None]:
    """The graph with every scale and offset per channel inside the layer before it.

    float32 only, and equal up to rounding: what two roundings made is made by one.
    """
    fused = elements = 0
    for step in graph.nodes:
        if step.op in _STEPS and is_sound(graph, step):
            joined = _joined(graph, step)
            if joined is not None:
                graph = joined
                fused += 1
                elements += graph.tensors[step.outputs[0]].size
    if not fused:
        return graph, None
    what = plural(fused, "scale or offset").replace("scale or offsets", "scales and offsets")
    return graph, f"moved {what} into the layer before, {elements} operations"


def _joined(graph: Graph, step: Node) -> Graph | None:
    """The graph without the step; None where it is no scale or offset behind a float32 layer."""
    layer, factor = _layer_and_constant(graph, step)
    if layer is None or factor is None or not _may_take(graph, layer, step):
        return None
    channels = graph.output_tensor(layer).shape[-1]
    per_channel = _per_channel(factor, len(graph.output_tensor(layer).shape), channels)
    if per_channel is None:
        return None
    return _fuse(graph, layer, step, per_channel)


def _layer_and_constant(graph: Graph, step: Node) -> tuple[Node | None, Tensor | None]:
    linked = links(graph)
    orders = ((0, 1),) if step.op == "SUB" else ((0, 1), (1, 0))
    for activation, constant in orders:
        layer = linked.writer.get(graph.input_tensor(step, activation).name)
        tensor = graph.input_tensor(step, constant)
        if layer is not None and tensor.is_constant:
            return layer, tensor
    return None, None


def _may_take(graph: Graph, layer: Node, step: Node) -> bool:
    if layer.op not in _CHANNEL_AXIS or not is_sound(graph, layer):
        return False
    output = graph.output_tensor(layer)
    if output.dtype.name != "float32" or output.shape != graph.output_tensor(step).shape:
        return False
    weights, bias = graph.input_tensor(layer, 1), graph.optional_input(layer, 2)
    constants = weights.is_constant and (bias is None or bias.is_constant)
    plain = layer.attributes["activation"] == "NONE"
    return constants and plain and links(graph).only_reader(output.name) is not None


def _per_channel(factor: Tensor, rank: int, channels: int) -> Array | None:
    """One number for each channel, or None where the constant varies from pixel to pixel."""
    shape = (1,) * (rank - len(factor.shape)) + factor.shape
    if len(shape) != rank or any(size != 1 for size in shape[:-1]):
        return None
    return np.broadcast_to(factor.value.reshape(-1), (channels,)).astype(np.float64)


def _fuse(graph: Graph, layer: Node, step: Node, factor: Array) -> Graph:
    weights, bias = graph.input_tensor(layer, 1), graph.optional_input(layer, 2)
    offset = np.zeros(len(factor)) if bias is None else bias.value.reshape(-1).astype(np.float64)
    scaled = weights.value
    if step.op == "MUL":
        axis = _CHANNEL_AXIS[layer.op]
        spread = [1] * scaled.ndim
        spread[axis] = len(factor)
        scaled = (scaled.astype(np.float64) * factor.reshape(spread)).astype(np.float32)
        offset = offset * factor
    else:
        offset = offset + (factor if step.op == "ADD" else -factor)
    # New names, as other layers may share the old constants.
    new_weights = replace(
        constant_like(weights, scaled.copy()), name=unused_name(graph, f"{weights.name}/scaled")
    )
    new_bias = Tensor(
        unused_name(graph, f"{step.outputs[0]}/bias"), offset.shape, np.dtype(np.float32)
    )
    new_bias = constant_like(new_bias, offset.astype(np.float32))
    joined = replace(
        layer,
        inputs=(layer.inputs[0], new_weights.name, new_bias.name),
        outputs=step.outputs,
        attributes=MappingProxyType(
            {**layer.attributes, "activation": step.attributes["activation"]}
        ),
    )
    graph = with_tensors(graph, (new_weights, new_bias))
    nodes = (joined if n.name == layer.name else n for n in without(graph.nodes, [step]))
    return graph.with_nodes(tuple(nodes))
