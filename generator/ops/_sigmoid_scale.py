"""What LOGISTIC and TANH on 16 bits share: their input brought to the steps of the table."""

import math

from generator.graph import Graph, Node, Tensor
from generator.ops._element_wise import check_symmetric
from generator.ops._operator import refuse

# The table has 24 entries for each 1.0; 512 steps between two of them are 3 * 2^12 for each 1.0.
_STEPS_PER_UNIT = 3 * 4096
_GREATEST_MULTIPLIER = 2**15 - 1
_OUTPUT_BITS = 15


def input_scale(scale: float, most_doublings: int) -> tuple[int, int]:
    """(multiplier, right shift) from the input to the table's steps.

    Scales of 2^-12, doubled up to most_doublings times, need no shift; others have 14 bits or more.
    Source: TensorFlow Lite Micro, `CalculateArithmeticOpDataLogistic` and tanh.cc.
    """
    exponent = _power_of_two(scale)
    if exponent is not None and 0 <= 12 + exponent <= most_doublings:
        return 3 << (12 + exponent), 0
    multiplier, shift = scale * _STEPS_PER_UNIT, 0
    while multiplier <= _GREATEST_MULTIPLIER / 2 and shift <= 30:
        multiplier, shift = multiplier * 2, shift + 1
    return int(multiplier), shift


def _power_of_two(scale: float) -> int | None:
    """The exponent of a scale that is a power of two, to a thousandth of it; else None."""
    exponent = round(math.log2(scale))
    return exponent if abs(math.log2(scale) - exponent) < 1e-3 else None


def check_16bit(graph: Graph, node: Node) -> None:
    """Demands zero points of 0, the output's scale 2^-15 and an input's scale that fits 16 bits."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    check_symmetric(node, given, output)
    check_output_scale(node, output, -_OUTPUT_BITS, 0)
    if given.affine.scale * _STEPS_PER_UNIT > _GREATEST_MULTIPLIER:
        refuse(
            node, f"tensor {given} has the scale {given.affine.scale:g}, too large to compute by"
        )


def check_output_scale(node: Node, output: Tensor, exponent: int, zero_point: int) -> None:
    """Demands the scale 2^exponent and that zero point, as TensorFlow Lite specifies them."""
    after = output.affine
    if _power_of_two(after.scale) != exponent or after.zero_point != zero_point:
        refuse(
            node,
            f"tensor {output} must have the scale 1/{2**-exponent} and the zero point {zero_point}",
        )
