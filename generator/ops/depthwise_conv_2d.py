"""DEPTHWISE_CONV_2D: every input channel is convolved by filters of its own."""

from collections.abc import Sequence

import numpy as np

from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._convolution import (
    axes,
    check_activations,
    check_axes,
    check_weights,
    requantization,
)
from generator.ops._operator import Operator, check_counts, check_rank, check_shape, refuse
from generator.ops.conv_2d import finish, patch


def windows(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """The sliding windows along height and width."""
    _, height, width, _ = graph.input_tensor(node, 1).shape
    return axes(graph, node, (height, width))


class DepthwiseConv2D(Operator):
    """output[b, y, x, c * multiplier + m] = activation(bias + sum of window[c] * weights[c, m]).

    Inputs: int8 (batch, height, width, channels); int8 weights (1, height, width, outputs);
    optional int32 bias (outputs,). Output: int8 (batch, height, width, outputs), where
    outputs = channels * depth multiplier.
    """

    name = "DEPTHWISE_CONV_2D"
    options = "DepthwiseConv2DOptions"

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 3))
        check_activations(graph, node, 4)
        given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, weights, 4)
        outputs = weights.shape[3]
        if weights.shape[0] != 1 or outputs % given.shape[3]:
            refuse(node, f"tensor {weights} does not fit the {given.shape[3]} input channels")
        check_weights(graph, node, outputs, 3)
        vertical, horizontal = windows(graph, node)
        check_axes(node, vertical, horizontal)
        shape = (given.shape[0], vertical.output_size, horizontal.output_size, outputs)
        check_shape(node, graph.output_tensor(node), shape)

    def macs(self, graph: Graph, node: Node) -> int:
        _, height, width, _ = graph.input_tensor(node, 1).shape
        return graph.output_tensor(node).size * height * width

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        image, weights = inputs[0].astype(np.int64), inputs[1][0].astype(np.int64)
        vertical, horizontal = windows(graph, node)
        zero_point = graph.input_tensor(node, 0).affine.zero_point
        multiplier = weights.shape[-1] // image.shape[-1]
        image = np.repeat(image - zero_point, multiplier, axis=3)
        stage = requantization(graph, node, weights.shape[-1])
        sums = np.empty(graph.output_tensor(node).shape, np.int64)
        for batch, row, column in np.ndindex(*sums.shape[:3]):
            window = patch(image[batch], vertical, horizontal, row, column)
            sums[batch, row, column] = (window * weights).sum(axis=(0, 1)) + stage.bias
        return (finish(sums, stage),)


OPERATOR = DepthwiseConv2D()
