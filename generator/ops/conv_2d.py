"""CONV_2D: a convolution over height and width, channels last."""

from collections.abc import Sequence

import numpy as np

from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._convolution import (
    Requantization,
    axes,
    check_activations,
    check_axes,
    check_weights,
    requantization,
)
from generator.ops._operator import Operator, check_counts, check_rank, check_shape, refuse
from generator.quantization import rescale_array


def windows(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """The sliding windows along height and width."""
    _, height, width, _ = graph.input_tensor(node, 1).shape
    return axes(graph, node, (height, width))


def patch(image: Array, vertical: Axis, horizontal: Axis, row: int, column: int) -> Array:
    """Under one output's window: (window height, window width, channels), zeros where outside."""
    taps = np.zeros((vertical.window, horizontal.window, image.shape[-1]), np.int64)
    for y in range(vertical.window):
        source_y = row * vertical.stride - vertical.pad_before + y * vertical.dilation
        for x in range(horizontal.window):
            source_x = column * horizontal.stride - horizontal.pad_before + x * horizontal.dilation
            if 0 <= source_y < vertical.input_size and 0 <= source_x < horizontal.input_size:
                taps[y, x] = image[source_y, source_x]
    return taps


def finish(sums: Array, stage: Requantization) -> Array:
    """int64 sums (…, channel) with the bias in them to int8 outputs."""
    scaled = rescale_array(sums, stage.multiplier, stage.shift) + stage.output_zero_point
    return np.asarray(np.clip(scaled, stage.minimum, stage.maximum), np.int8)


class Conv2D(Operator):
    """output[b, y, x, o] = activation(bias[o] + sum of window * weights[o]).

    Inputs: int8 (batch, height, width, channels); int8 weights (outputs, height, width, channels);
    optional int32 bias (outputs,). Output: int8 (batch, height, width, outputs).
    """

    name = "CONV_2D"
    options = "Conv2DOptions"

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 3))
        check_activations(graph, node, 4)
        given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, weights, 4)
        outputs, _, _, channels = weights.shape
        if channels != given.shape[3]:
            refuse(node, f"tensor {weights} does not fit the {given.shape[3]} input channels")
        check_weights(graph, node, outputs, 0)
        vertical, horizontal = windows(graph, node)
        check_axes(node, vertical, horizontal)
        shape = (given.shape[0], vertical.output_size, horizontal.output_size, outputs)
        check_shape(node, graph.output_tensor(node), shape)

    def macs(self, graph: Graph, node: Node) -> int:
        taps = graph.input_tensor(node, 1).size // graph.input_tensor(node, 1).shape[0]
        return graph.output_tensor(node).size * taps

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        image, weights = inputs[0].astype(np.int64), inputs[1].astype(np.int64)
        vertical, horizontal = windows(graph, node)
        zero_point = graph.input_tensor(node, 0).affine.zero_point
        stage = requantization(graph, node, weights.shape[0])
        sums = np.empty(graph.output_tensor(node).shape, np.int64)
        for batch, row, column in np.ndindex(*sums.shape[:3]):
            window = patch(image[batch] - zero_point, vertical, horizontal, row, column)
            sums[batch, row, column] = np.tensordot(weights, window, 3) + stage.bias
        return (finish(sums, stage),)


OPERATOR = Conv2D()
