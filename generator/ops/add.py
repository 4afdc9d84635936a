"""ADD: the sum of two tensors of the same shape."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._convolution import check_activation, check_zero_points
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_shape,
    refuse,
)
from generator.quantization import activation_range, quantize_multiplier, rescale_array

# Both addends are shifted up by this before they are rescaled, so that nothing is lost.
LEFT_SHIFT = 20


@dataclass(frozen=True)
class AddConstants:
    """output = zero point + rescale(sum of rescale((input - zero point) << LEFT_SHIFT)).

    Each pair is (multiplier, shift); every shift is at most 0, a right shift.
    """

    zero_points: tuple[int, int]
    inputs: tuple[tuple[int, int], tuple[int, int]]
    output: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int


def constants(graph: Graph, node: Node) -> AddConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `CalculateOpDataAdd`."""
    first = graph.input_tensor(node, 0).affine
    second = graph.input_tensor(node, 1).affine
    output = graph.output_tensor(node).affine
    twice_maximum = 2.0 * max(first.scale, second.scale)
    low, high = activation_range(
        node.attributes["activation"], output, graph.output_tensor(node).dtype
    )
    return AddConstants(
        (first.zero_point, second.zero_point),
        (
            quantize_multiplier(first.scale / twice_maximum),
            quantize_multiplier(second.scale / twice_maximum),
        ),
        quantize_multiplier(twice_maximum / ((1 << LEFT_SHIFT) * output.scale)),
        output.zero_point,
        low,
        high,
    )


class Add(Operator):
    """output = activation(a + b), element by element; int8 throughout, each with its own scale."""

    name = "ADD"
    options = "AddOptions"

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        first, second = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        output = graph.output_tensor(node)
        for tensor in (first, second, output):
            check_dtype(node, tensor, "int8")
        check_per_tensor(node, first, second, output)
        check_zero_points(node, first, second, output)
        check_activation(node)
        if first.is_constant or second.is_constant:
            refuse(node, "adding a constant is not supported")
        check_shape(node, second, first.shape)
        check_shape(node, output, first.shape)
        if constants(graph, node).output[1] > 0:
            refuse(node, "the output's scale is too small against the inputs' scales")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        c = constants(graph, node)
        total = np.zeros(inputs[0].shape, np.int64)
        for values, zero_point, (multiplier, shift) in zip(
            inputs, c.zero_points, c.inputs, strict=True
        ):
            raised = (values.astype(np.int64) - zero_point) << LEFT_SHIFT
            total += rescale_array(raised, multiplier, shift)
        multiplier, shift = c.output
        scaled = rescale_array(total, multiplier, shift) + c.output_zero_point
        return (np.asarray(np.clip(scaled, c.minimum, c.maximum), np.int8),)


OPERATOR = Add()
