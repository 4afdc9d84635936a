"""CONV_2D: a convolution over height and width, channels last, in groups of channels."""

from collections.abc import Sequence

import numpy as np

from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._convolution import axes, check_axes, patch
from generator.ops._operator import Operator, check_counts, check_rank, check_shape, refuse
from generator.ops._weights import (
    Operands,
    centred,
    check_convolution_scales,
    check_operands,
    finish,
    operands,
)

BIASES = {"int8": ("int32",), "int16": ("int64", "int32"), "float32": ("float32",)}


def windows(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """The sliding windows along height and width."""
    return axes(graph, node, _window(graph, node))


def _window(graph: Graph, node: Node) -> tuple[int, int]:
    _, height, width, _ = graph.input_tensor(node, 1).shape
    return height, width


def groups(o: Operands) -> int:
    """In how many parts the channels fall that are convolved apart from each other."""
    return o.given.shape[3] // o.weights.shape[3]


class Conv2D(Operator):
    """output[b, y, x, o] = activation(bias[o] + sum of window * weights[o]).

    Inputs: (batch, height, width, channels); weights (outputs, height, width, channels / groups);
    optional bias (outputs,). Output: (batch, height, width, outputs). Output group g sees input
    group g alone.
    int8 with int8 weights and int32 bias, int16 with int8 weights and int64 or int32 bias, float32.
    Weights of one scale may have a zero point.
    """

    name = "CONV_2D"
    options = "Conv2DOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 3))
        given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, given, 4)
        check_rank(node, weights, 4)
        o = operands(graph, node, 0)
        if given.shape[3] % weights.shape[3] or o.channels % groups(o):
            refuse(node, f"tensor {weights} does not fit the {given.shape[3]} input channels")
        check_operands(node, o, BIASES)
        if not o.is_float:
            check_convolution_scales(node, o)
        vertical, horizontal = check_axes(graph, node, _window(graph, node))
        shape = (given.shape[0], vertical.output_size, horizontal.output_size, o.channels)
        check_shape(node, o.output, shape)

    def macs(self, graph: Graph, node: Node) -> int:
        taps = graph.input_tensor(node, 1).size // graph.input_tensor(node, 1).shape[0]
        return graph.output_tensor(node).size * taps

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        o = operands(graph, node, 0)
        image, weights = centred(inputs[0], o.given), centred(inputs[1], o.weights)
        sums = np.empty(o.output.shape, image.dtype)
        parts = groups(o)
        for group in range(parts):
            channels = slice(group * weights.shape[3], (group + 1) * weights.shape[3])
            outputs = slice(group * o.channels // parts, (group + 1) * o.channels // parts)
            sums[..., outputs] = _sums(
                image[..., channels], weights[outputs], *windows(graph, node)
            )
        return (finish(node, o, sums, inputs[2] if o.bias else None),)


def _sums(image: Array, weights: Array, vertical: Axis, horizontal: Axis) -> Array:
    rows, columns = vertical.output_size, horizontal.output_size
    sums = np.empty((len(image), rows, columns, len(weights)), image.dtype)
    for batch, row, column in np.ndindex(*sums.shape[:3]):
        window = patch(image[batch], vertical, horizontal, row, column)
        sums[batch, row, column] = np.tensordot(weights, window, 3)
    return sums


OPERATOR = Conv2D()
