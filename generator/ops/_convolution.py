"""What CONV_2D and DEPTHWISE_CONV_2D share: windows, quantisation constants, checks."""

from dataclasses import dataclass

import numpy as np

from generator.geometry import Axis, window_axis
from generator.graph import Array, Graph, Node, Tensor
from generator.ops._operator import (
    check_constant,
    check_dtype,
    check_per_tensor,
    check_rank,
    check_shape,
    refuse,
)
from generator.quantization import activation_range, dtype_range, quantize_multiplier


def axes(graph: Graph, node: Node, window: tuple[int, int]) -> tuple[Axis, Axis]:
    """The windows along height and width; `window` is (kernel height, kernel width)."""
    _, height, width, _ = graph.input_tensor(node, 0).shape
    a = node.attributes
    return (
        window_axis(height, window[0], a["stride_h"], a.get("dilation_h_factor", 1), a["padding"]),
        window_axis(width, window[1], a["stride_w"], a.get("dilation_w_factor", 1), a["padding"]),
    )


def check_axes(node: Node, vertical: Axis, horizontal: Axis) -> None:
    """Demands positive strides, dilations and windows that fit into the image."""
    for axis in (vertical, horizontal):
        if min(axis.stride, axis.dilation, axis.window) < 1:
            refuse(node, "strides, dilations and the window must be at least 1")
        if axis.output_size < 1:
            refuse(node, f"the window of {axis.reach} is larger than the image ({axis.input_size})")


@dataclass(frozen=True, eq=False)
class Requantization:
    """How int32 sums become int8 outputs, one entry for each output channel.

    bias: int32 or int64, zeros where the node has none. multiplier, shift: int32, see
    `quantize_multiplier`. minimum, maximum: the fused activation as stored values.
    """

    bias: Array
    multiplier: Array
    shift: Array
    output_zero_point: int
    minimum: int
    maximum: int


def requantization(graph: Graph, node: Node, channels: int) -> Requantization:
    """The constants of a convolution's output stage.

    scale of channel c = input scale * filter scale[c] / output scale, in double precision.
    Source: TensorFlow Lite, `PopulateConvolutionQuantizationParams`.
    """
    given = graph.input_tensor(node, 0).affine
    kernel = graph.input_tensor(node, 1).affine
    output = graph.output_tensor(node).affine
    scales = kernel.scales if kernel.per_channel else kernel.scales * channels
    pairs = [quantize_multiplier(given.scale * scale / output.scale) for scale in scales]
    dtype = graph.output_tensor(node).dtype
    low, high = activation_range(node.attributes["activation"], output, dtype)
    return Requantization(
        bias_of(graph, node, channels),
        np.array([multiplier for multiplier, _ in pairs], np.int32),
        np.array([shift for _, shift in pairs], np.int32),
        output.zero_point,
        low,
        high,
    )


def bias_of(graph: Graph, node: Node, channels: int) -> Array:
    """The bias, or zeros."""
    bias = graph.optional_input(node, 2)
    if bias is None or bias.data is None:
        return np.zeros(channels, np.int32)
    return bias.data


def check_weights(graph: Graph, node: Node, channels: int, channel_axis: int) -> None:
    """Demands int8 constant weights with a scale per tensor or per channel, and a fitting bias."""
    weights = graph.input_tensor(node, 1)
    check_dtype(node, weights, "int8")
    check_constant(node, weights)
    quantization = weights.quantization
    if quantization is None:
        refuse(node, f"tensor {weights} has no scales")
    if len(quantization.scales) not in (1, channels):
        refuse(node, f"tensor {weights} has {len(quantization.scales)} scales, not 1 or {channels}")
    if quantization.per_channel and quantization.axis != channel_axis:
        refuse(node, f"tensor {weights} is quantised along axis {quantization.axis}")
    if any(quantization.zero_points):
        refuse(node, f"tensor {weights} is not symmetric: a zero point is not 0")
    if any(not 0.0 <= scale < float("inf") for scale in quantization.scales):
        refuse(node, f"tensor {weights} has a scale that is negative or not a number")
    check_bias(node, graph.optional_input(node, 2), channels)


def check_bias(node: Node, bias: Tensor | None, channels: int) -> None:
    """Demands that the bias, where there is one, is a constant int32 for each channel."""
    if bias is None:
        return
    check_dtype(node, bias, "int32")
    check_constant(node, bias)
    check_shape(node, bias, (channels,))


def check_activations(graph: Graph, node: Node, rank: int) -> None:
    """Demands int8 input and output of that rank with one scale each, and a known activation."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    for tensor in (given, output):
        check_dtype(node, tensor, "int8")
        check_rank(node, tensor, rank)
    check_per_tensor(node, given, output)
    check_zero_points(node, given, output)
    check_activation(node)


def check_zero_points(node: Node, *tensors: Tensor) -> None:
    """Demands that each zero point lies within its tensor's dtype."""
    for tensor in tensors:
        assert tensor.quantization is not None
        low, high = dtype_range(tensor.dtype)
        if not low <= tensor.quantization.zero_point <= high:
            refuse(node, f"tensor {tensor} has a zero point outside of its type")


def check_activation(node: Node) -> None:
    """Demands a fused activation that is a clamp."""
    activation = node.attributes["activation"]
    if activation not in ("NONE", "RELU", "RELU6", "RELU_N1_TO_1"):
        refuse(node, f"the fused activation {activation} is not supported")
