"""What windows sliding over images share: CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV, pooling."""

import numpy as np

from generator.geometry import Axis, window_axis
from generator.graph import Array, Graph, Node, Tensor
from generator.ops._operator import refuse
from generator.quantization import GREATEST_SHIFT, dtype_range

# Windows reach at most this far, so that no index overflows 32 bits; no sensible one comes near.
GREATEST_REACH = 2**20


def axes(graph: Graph, node: Node, window: tuple[int, int]) -> tuple[Axis, Axis]:
    """The windows along height and width; `window` is (kernel height, kernel width).

    A node with the attributes pad_top, pad_bottom, pad_left and pad_right, which no file has but a
    pass may give it, is padded by these; any other by its padding, "SAME" or "VALID".
    """
    _, height, width, _ = graph.input_tensor(node, 0).shape
    return (
        _axis(node, height, window[0], "h", ("pad_top", "pad_bottom")),
        _axis(node, width, window[1], "w", ("pad_left", "pad_right")),
    )


def _axis(node: Node, size: int, window: int, letter: str, pads: tuple[str, str]) -> Axis:
    a = node.attributes
    stride, dilation = a[f"stride_{letter}"], a.get(f"dilation_{letter}_factor", 1)
    if pads[0] not in a:
        return window_axis(size, window, stride, dilation, a["padding"])
    inner = window_axis(size + a[pads[0]] + a[pads[1]], window, stride, dilation, "VALID")
    return Axis(size, inner.output_size, window, stride, dilation, a[pads[0]])


def check_axes(graph: Graph, node: Node, window: tuple[int, int]) -> tuple[Axis, Axis]:
    """The axes, having demanded positive strides, dilations and a window that fits the image."""
    a = node.attributes
    strides = (a["stride_h"], a["stride_w"])
    dilations = (a.get("dilation_h_factor", 1), a.get("dilation_w_factor", 1))
    if min(*strides, *dilations, *window) < 1:
        refuse(node, "strides, dilations and the window must be at least 1")
    vertical, horizontal = axes(graph, node, window)
    for axis in (vertical, horizontal):
        if max(axis.reach, axis.stride) > GREATEST_REACH:
            refuse(node, f"a window of {axis.reach} with stride {axis.stride} is too large")
        if axis.output_size < 1:
            refuse(node, f"the window of {axis.reach} is larger than the image ({axis.input_size})")
    return vertical, horizontal


def patch(image: Array, vertical: Axis, horizontal: Axis, row: int, column: int) -> Array:
    """Under one output's window: (window height, window width, channels), zeros where outside."""
    taps = np.zeros((vertical.window, horizontal.window, image.shape[-1]), image.dtype)
    for y in range(vertical.window):
        source_y = row * vertical.stride - vertical.pad_before + y * vertical.dilation
        for x in range(horizontal.window):
            source_x = column * horizontal.stride - horizontal.pad_before + x * horizontal.dilation
            if 0 <= source_y < vertical.input_size and 0 <= source_x < horizontal.input_size:
                taps[y, x] = image[source_y, source_x]
    return taps


def check_zero_points(node: Node, *tensors: Tensor) -> None:
    """Demands that each zero point lies within its tensor's dtype."""
    for tensor in tensors:
        assert tensor.quantization is not None
        low, high = dtype_range(tensor.dtype)
        if not low <= tensor.quantization.zero_point <= high:
            refuse(node, f"tensor {tensor} has a zero point outside of its type")


def check_factor(
    node: Node, output: Tensor, factor: float, greatest_shift: int = GREATEST_SHIFT
) -> None:
    """Demands a real factor from sums to outputs that a multiplier and a shift can hold."""
    # The greatest factor below the limit may round up to it.
    if not factor < 2.0**greatest_shift * (1 - 2.0**-31):
        refuse(node, f"the scale of {output} is too small against what it is computed from")


def check_activation(node: Node) -> None:
    """Demands a fused activation that is a clamp."""
    activation = node.attributes["activation"]
    if activation not in ("NONE", "RELU", "RELU6", "RELU_N1_TO_1"):
        refuse(node, f"the fused activation {activation} is not supported")
