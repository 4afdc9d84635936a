"""TRANSPOSE_CONV: every input pixel is spread over a window of the output."""

from collections.abc import Sequence

import numpy as np

from generator.geometry import Axis, window_axis
from generator.graph import Array, Graph, Node
from generator.ops._convolution import GREATEST_REACH
from generator.ops._operator import Operator, check_counts, check_rank, check_shape, refuse
from generator.ops._weights import (
    Operands,
    centred,
    check_convolution_scales,
    check_operands,
    finish,
)

BIASES = {"int8": ("int32",), "int16": ("int64", "int16"), "float32": ("float32",)}


def operands(graph: Graph, node: Node) -> Operands:
    """The inputs stand in another order than a convolution's: shape, weights, image, bias."""
    weights = graph.input_tensor(node, 1)
    return Operands(
        graph.input_tensor(node, 2),
        weights,
        graph.optional_input(node, 3),
        graph.output_tensor(node),
        weights.shape[0],
        0,
    )


def windows(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """The windows along height and width, as a convolution from the output back to the input has.

    Their `input_size` is thus the output's; Source: TensorFlow Lite Micro, `TransposeConvPrepare`.
    """
    _, height, width, _ = graph.output_tensor(node).shape
    _, window_height, window_width, _ = graph.input_tensor(node, 1).shape
    a = node.attributes
    return (
        window_axis(height, window_height, a["stride_h"], 1, a["padding"]),
        window_axis(width, window_width, a["stride_w"], 1, a["padding"]),
    )


class TransposeConv(Operator):
    """output[b, y, x, o] = activation(bias[o] + sum of input pixels whose window holds (y, x)).

    Inputs: the output's shape, int32 (4,); weights (outputs, height, width, channels); image
    (batch, height, width, channels); optional bias (outputs,).
    int8 with int8 weights and int32 bias, int16 with int8 weights and int64 or int16 bias, float32.
    """

    name = "TRANSPOSE_CONV"
    options = "TransposeConvOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (3, 4))
        weights, given = graph.input_tensor(node, 1), graph.input_tensor(node, 2)
        for tensor in (given, weights, graph.output_tensor(node)):
            check_rank(node, tensor, 4)
        o = operands(graph, node)
        if given.shape[3] != weights.shape[3]:
            refuse(node, f"tensor {weights} does not fit the {given.shape[3]} input channels")
        self._check_shape(graph, node, o)
        check_operands(node, o, BIASES)
        if not o.is_float:
            check_convolution_scales(node, o)
        _, height, width, _ = weights.shape
        strides = (node.attributes["stride_h"], node.attributes["stride_w"])
        if not 1 <= min(strides) <= max(height, width, *strides) <= GREATEST_REACH:
            refuse(node, f"strides of {strides} or a window of {height}x{width} are not possible")
        if any(axis.output_size < 1 for axis in windows(graph, node)):
            refuse(node, f"the window of {height}x{width} is larger than {o.output}")

    def _check_shape(self, graph: Graph, node: Node, o: Operands) -> None:
        shape = graph.input_tensor(node, 0)
        if shape.is_constant and tuple(shape.value.reshape(-1)) != o.output.shape:
            refuse(node, f"tensor {o.output} has not the shape that {shape} holds")
        _, height, width, _ = o.output.shape
        check_shape(node, o.output, (o.given.shape[0], height, width, o.channels))

    def macs(self, graph: Graph, node: Node) -> int:
        weights, given = graph.input_tensor(node, 1), graph.input_tensor(node, 2)
        return given.size * weights.size // weights.shape[3]

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        o = operands(graph, node)
        image, weights = centred(inputs[2], o.given), centred(inputs[1], o.weights)
        vertical, horizontal = windows(graph, node)
        sums = np.zeros(o.output.shape, image.dtype)
        for y, x in np.ndindex(*weights.shape[1:3]):
            spread = image @ weights[:, y, x].T
            for row, column in np.ndindex(*image.shape[1:3]):
                target_y = row * vertical.stride - vertical.pad_before + y
                target_x = column * horizontal.stride - horizontal.pad_before + x
                if 0 <= target_y < sums.shape[1] and 0 <= target_x < sums.shape[2]:
                    sums[:, target_y, target_x] += spread[:, row, column]
        return (finish(node, o, sums, inputs[3] if o.bias else None),)


OPERATOR = TransposeConv()
