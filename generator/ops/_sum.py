"""ADD and SUB: the sum and the difference of two tensors that broadcast against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import check_binary, operands
from generator.ops._element_wise import (
    activated,
    check_activation,
    check_below_one,
    check_quantized,
    check_unscaled,
    is_quantized,
    shaped,
)
from generator.ops._operator import Operator, refuse
from generator.quantization import activation_range, quantize_multiplier, rescale_array

# Bits by which inputs are shifted up before they are rescaled, so that nothing is lost. 8-bit and
# 16-bit differences to a zero point, and the sum of two of them, then still fit 32 bits.
_LEFT_SHIFTS = {np.dtype(np.int8): 20, np.dtype(np.int16): 15}


@dataclass(frozen=True)
class SumConstants:
    """output = zero point + rescale(rescale(a << left_shift) ± rescale(b << left_shift)).

    a, b: the inputs less their zero points. inputs, output: (multiplier, shift) pairs; every shift
    is at most 0, a right shift.
    """

    left_shift: int
    zero_points: tuple[int, int]
    inputs: tuple[tuple[int, int], tuple[int, int]]
    output: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int


def constants(graph: Graph, node: Node) -> SumConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `CalculateOpDataAdd`."""
    first, second, output = operands(graph, node)
    left_shift = _LEFT_SHIFTS[output.dtype]
    twice_maximum = 2.0 * max(first.affine.scale, second.affine.scale)
    return SumConstants(
        left_shift,
        (first.affine.zero_point, second.affine.zero_point),
        (
            quantize_multiplier(first.affine.scale / twice_maximum),
            quantize_multiplier(second.affine.scale / twice_maximum),
        ),
        quantize_multiplier(twice_maximum / ((1 << left_shift) * output.affine.scale)),
        output.affine.zero_point,
        *activation_range(node.attributes["activation"], output.affine, output.dtype),
    )


class Sum(Operator):
    """output = activation(a ± b); int8 and int16 each with its own scale, int32 wraps.

    sign: 1 to add, -1 to subtract.
    """

    dtypes = ("int8", "int16", "int32", "float32")
    sign: ClassVar[int]

    def check(self, graph: Graph, node: Node) -> None:
        check_binary(graph, node, *self.dtypes)
        check_activation(node)
        tensors = operands(graph, node)
        if is_quantized(tensors[2]):
            check_quantized(node, *tensors)
            check_below_one(node, constants(graph, node).output)
        elif tensors[2].dtype == np.int32:
            check_unscaled(node, *tensors)
            # TensorFlow Lite Micro forgets it; better none than a wrong result.
            if node.attributes["activation"] != "NONE":
                refuse(
                    node,
                    f"a fused activation on {tensors[2]} is not supported",
                    hint="Give the model that activation as an operator of its own, or compute "
                    "in int8 or float32.",
                )

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        activation = node.attributes["activation"]
        first, second = inputs
        if not is_quantized(graph.output_tensor(node)):
            total = first + second if self.sign > 0 else first - second
            return shaped(activated(total, activation), graph, node)
        c = constants(graph, node)
        total = _rescaled(first, 0, c) + self.sign * _rescaled(second, 1, c)
        scaled = rescale_array(total, *c.output) + c.output_zero_point
        return shaped(np.clip(scaled, c.minimum, c.maximum), graph, node)


def _rescaled(values: Array, position: int, c: SumConstants) -> Array:
    """One input on the scale that both share: int64, in the range of 32 bits."""
    raised = (values.astype(np.int64) - c.zero_points[position]) << c.left_shift
    return rescale_array(raised, *c.inputs[position])
