"""SOFTMAX: exp(beta * x) over the sum of them, along the last axis."""

import math
from collections.abc import Sequence

import numpy as np

from generator.fixed_point import exp_on_negative_values, reciprocal_of_one_plus
from generator.graph import Array, Graph, Node
from generator.ops._convolution import check_zero_points
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_shape,
    refuse,
)
from generator.quantization import high_multiply, quantize_multiplier, rounding_shift

# The scaled difference to the maximum is Q5.26, the sum of exponentials Q12.19.
DIFFERENCE_BITS = 5
SUM_BITS = 12


def exponentials(graph: Graph, node: Node) -> list[int]:
    """exp(beta * scale * -d) in Q0.31 for d = 0, 1, …: how far a value lies below the maximum.

    Ends where the result is taken for nothing; at most 256 entries, as int8 values allow.
    Source: TensorFlow Lite, `PreprocessSoftmaxScaling`, `CalculateInputRadius`.
    """
    scale = node.attributes["beta"] * graph.input_tensor(node, 0).affine.scale
    real = min(scale * (1 << (31 - DIFFERENCE_BITS)), 2.0**31 - 1.0)
    multiplier, left_shift = quantize_multiplier(real)
    radius = math.floor((2**DIFFERENCE_BITS - 1) * 2 ** (31 - DIFFERENCE_BITS) / 2**left_shift)
    return [
        exp_on_negative_values(high_multiply(-d << left_shift, multiplier), DIFFERENCE_BITS)
        for d in range(min(radius, 255) + 1)
    ]


def _row(values: Array, table: list[int]) -> list[int]:
    distances = [int(values.max()) - int(value) for value in values]
    exps = [table[d] if d < len(table) else None for d in distances]
    total = sum(rounding_shift(e, SUM_BITS) for e in exps if e is not None)
    headroom = 32 - total.bit_length()
    scale = reciprocal_of_one_plus((total << headroom) - (1 << 31))
    exponent = SUM_BITS - headroom + 31 - 8
    return [
        -128 if e is None else min(127, rounding_shift(high_multiply(scale, e), exponent) - 128)
        for e in exps
    ]


class Softmax(Operator):
    """Input: int8, one scale. Output: int8 of the same shape, scale 1/256, zero point -128.

    Source: TensorFlow Lite, `reference_ops::Softmax` for 8-bit types.
    """

    name = "SOFTMAX"
    options = "SoftmaxOptions"

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        for tensor in (given, output):
            check_dtype(node, tensor, "int8")
        check_per_tensor(node, given, output)
        check_zero_points(node, given, output)
        check_shape(node, output, given.shape)
        if not given.shape or given.size == 0:
            refuse(node, f"tensor {given} has no last axis to sum over")
        after = output.affine
        if after.scale != 1 / 256 or after.zero_point != -128:
            refuse(node, f"tensor {output} must have the scale 1/256 and the zero point -128")
        self._check_beta(graph, node)

    def _check_beta(self, graph: Graph, node: Node) -> None:
        scale = node.attributes["beta"] * graph.input_tensor(node, 0).affine.scale
        if not 2.0**-26 < scale < float("inf"):
            refuse(node, f"beta times the input's scale is {scale:g}, too small to compute with")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        table = exponentials(graph, node)
        rows = inputs[0].reshape(-1, inputs[0].shape[-1])
        flat = np.array([_row(row, table) for row in rows], np.int8)
        return (flat.reshape(inputs[0].shape),)


OPERATOR = Softmax()
