"""PRELU: what lies below 0 is multiplied by learned slopes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import operands
from generator.ops._element_wise import (
    check_broadcast,
    check_quantized,
    check_same_dtype,
    check_shift,
    is_quantized,
    shaped,
)
from generator.ops._operator import Operator, check_counts, check_dtype, refuse
from generator.quantization import dtype_range, quantize_multiplier, rescale_array

# TensorFlow Lite Micro broadcasts slopes of reals over so many.
_MOST_FLOAT_DIMENSIONS = 4


@dataclass(frozen=True)
class PreluConstants:
    """Above 0: rescale(x - zero point); below: rescale((x - zero point) * (slope - zero point)).

    above, below: (multiplier, shift) pairs.
    """

    zero_points: tuple[int, int]
    above: tuple[int, int]
    below: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int


def constants(graph: Graph, node: Node) -> PreluConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `CalculatePreluParams`."""
    given, slopes, output = operands(graph, node)
    before, after = given.affine, output.affine
    return PreluConstants(
        (before.zero_point, slopes.affine.zero_point),
        quantize_multiplier(before.scale / after.scale),
        quantize_multiplier(before.scale * slopes.affine.scale / after.scale),
        after.zero_point,
        *dtype_range(output.dtype),
    )


class Prelu(Operator):
    """output = x if x >= 0 else slope * x; float32, int8, int16 with int8 slopes."""

    name = "PRELU"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given, slopes, output = operands(graph, node)
        check_dtype(node, given, *self.dtypes)
        check_same_dtype(node, output, given)
        check_dtype(node, slopes, "int8" if is_quantized(given) else "float32")
        check_broadcast(node, output, given, slopes)
        if is_quantized(given):
            check_quantized(node, given, slopes, output)
            c = constants(graph, node)
            check_shift(node, c.above, c.below)
        elif len(output.shape) > _MOST_FLOAT_DIMENSIONS:
            refuse(node, f"tensor {output} has more than {_MOST_FLOAT_DIMENSIONS} dimensions")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        x, slopes = inputs
        if not is_quantized(graph.output_tensor(node)):
            return shaped(np.where(x >= 0, x, x * slopes), graph, node)
        c = constants(graph, node)
        difference = x.astype(np.int64) - c.zero_points[0]
        above = rescale_array(difference, *c.above)
        below = rescale_array(difference * (slopes.astype(np.int64) - c.zero_points[1]), *c.below)
        outputs = np.where(difference >= 0, above, below) + c.output_zero_point
        return shaped(np.clip(outputs, c.minimum, c.maximum), graph, node)


OPERATOR = Prelu()
