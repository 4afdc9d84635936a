"""DEPTHWISE_CONV_2D: every input channel is convolved by filters of its own."""

from collections.abc import Sequence

import numpy as np

from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._convolution import axes, check_axes, patch
from generator.ops._operator import Operator, check_counts, check_rank, check_shape, refuse
from generator.ops._weights import (
    centred,
    check_convolution_scales,
    check_operands,
    finish,
    operands,
)

BIASES = {"int8": ("int32",), "int16": ("int64",), "float32": ("float32",)}


def windows(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """The sliding windows along height and width."""
    return axes(graph, node, _window(graph, node))


def _window(graph: Graph, node: Node) -> tuple[int, int]:
    _, height, width, _ = graph.input_tensor(node, 1).shape
    return height, width


class DepthwiseConv2D(Operator):
    """output[b, y, x, c * multiplier + m] = activation(bias + sum of window[c] * weights[c, m]).

    Inputs: (batch, height, width, channels); weights (1, height, width, outputs); optional bias
    (outputs,). Output: (batch, height, width, outputs), outputs = channels * depth multiplier.
    int8 with int8 weights and int32 bias, int16 with int8 weights and int64 bias, float32.
    Weights of one scale may have a zero point.
    """

    name = "DEPTHWISE_CONV_2D"
    options = "DepthwiseConv2DOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 3))
        given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, given, 4)
        check_rank(node, weights, 4)
        o = operands(graph, node, 3)
        if weights.shape[0] != 1 or o.channels % given.shape[3]:
            refuse(node, f"tensor {weights} does not fit the {given.shape[3]} input channels")
        check_operands(node, o, BIASES)
        if not o.is_float:
            check_convolution_scales(node, o)
        vertical, horizontal = check_axes(graph, node, _window(graph, node))
        shape = (given.shape[0], vertical.output_size, horizontal.output_size, o.channels)
        check_shape(node, o.output, shape)

    def macs(self, graph: Graph, node: Node) -> int:
        _, height, width, _ = graph.input_tensor(node, 1).shape
        return graph.output_tensor(node).size * height * width

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        o = operands(graph, node, 3)
        image, weights = centred(inputs[0], o.given), centred(inputs[1][0], o.weights)
        image = np.repeat(image, o.channels // image.shape[-1], axis=3)
        vertical, horizontal = windows(graph, node)
        sums = np.empty(o.output.shape, image.dtype)
        for batch, row, column in np.ndindex(*sums.shape[:3]):
            window = patch(image[batch], vertical, horizontal, row, column)
            sums[batch, row, column] = (window * weights).sum(axis=(0, 1))
        return (finish(node, o, sums, inputs[2] if o.bias else None),)


OPERATOR = DepthwiseConv2D()
