"""SQUARED_DIFFERENCE: (a - b)^2 of two tensors that broadcast against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import check_binary, operands
from generator.ops._element_wise import (
    check_quantized,
    check_shift,
    check_symmetric,
    is_quantized,
    shaped,
)
from generator.ops._operator import Operator
from generator.quantization import dtype_range, quantize_multiplier, rescale_array

# Bits by which inputs are shifted up first; the square of a difference still fits 32 bits.
LEFT_SHIFTS = {np.dtype(np.int8): 7, np.dtype(np.int16): 0}


@dataclass(frozen=True)
class SquareConstants:
    """output = zero point + rescale((rescale(a << left_shift) - rescale(b << left_shift))^2).

    a, b: the inputs less their zero points. inputs, output: (multiplier, shift) pairs.
    """

    left_shift: int
    zero_points: tuple[int, int]
    inputs: tuple[tuple[int, int], tuple[int, int]]
    output: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int


def constants(graph: Graph, node: Node) -> SquareConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `PrepareQuantized`."""
    first, second, output = operands(graph, node)
    left_shift = LEFT_SHIFTS[output.dtype]
    twice_maximum = 2.0 * max(first.affine.scale, second.affine.scale)
    ratio = twice_maximum**2 / ((1 << 2 * left_shift) * output.affine.scale)
    return SquareConstants(
        left_shift,
        (first.affine.zero_point, second.affine.zero_point),
        (
            quantize_multiplier(first.affine.scale / twice_maximum),
            quantize_multiplier(second.affine.scale / twice_maximum),
        ),
        quantize_multiplier(ratio),
        output.affine.zero_point,
        *dtype_range(output.dtype),
    )


class SquaredDifference(Operator):
    """output = (a - b)^2; int8, int16 with zero point 0, int32 that wraps, float32."""

    name = "SQUARED_DIFFERENCE"
    dtypes = ("int8", "int16", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_binary(graph, node, *self.dtypes)
        tensors = operands(graph, node)
        if is_quantized(tensors[2]):
            check_quantized(node, *tensors)
            check_symmetric(node, *tensors)
            check_shift(node, constants(graph, node).output)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        if not is_quantized(graph.output_tensor(node)):
            return shaped((inputs[0] - inputs[1]) ** 2, graph, node)
        c = constants(graph, node)
        first, second = (
            rescale_array((values.astype(np.int64) - zero_point) << c.left_shift, *scale)
            for values, zero_point, scale in zip(inputs, c.zero_points, c.inputs, strict=True)
        )
        scaled = rescale_array((first - second) ** 2, *c.output) + c.output_zero_point
        return shaped(np.clip(scaled, c.minimum, c.maximum), graph, node)


OPERATOR = SquaredDifference()
