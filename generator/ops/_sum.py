"""The quantised arithmetic of ADD and SUB: both inputs brought to one scale, then summed."""

from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.quantization import activation_range, quantize_multiplier, rescale_array

# Bits by which inputs are shifted up before they are rescaled, so that nothing is lost. 8-bit and
# 16-bit differences to a zero point, and the sum of two of them, then still fit 32 bits.
LEFT_SHIFTS = {np.dtype(np.int8): 20, np.dtype(np.int16): 15}


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


def sum_constants(graph: Graph, node: Node, real: type[np.floating]) -> SumConstants:
    """The fixed-point constants, their ratios computed in the precision `real`.

    Source: TensorFlow Lite Micro, `CalculateOpDataAdd` (float64), `CalculateOpDataSub` (float32).
    """
    first, second = (graph.input_tensor(node, position).affine for position in (0, 1))
    output = graph.output_tensor(node)
    left_shift = LEFT_SHIFTS[output.dtype]
    scales = real(first.scale), real(second.scale)
    twice_maximum = real(2) * max(scales)
    ratio = twice_maximum / (real(1 << left_shift) * real(output.affine.scale))
    low, high = activation_range(node.attributes["activation"], output.affine, output.dtype)
    return SumConstants(
        left_shift,
        (first.zero_point, second.zero_point),
        (
            quantize_multiplier(float(scales[0] / twice_maximum)),
            quantize_multiplier(float(scales[1] / twice_maximum)),
        ),
        quantize_multiplier(float(ratio)),
        output.affine.zero_point,
        low,
        high,
    )


def rescaled_input(values: Array, position: int, c: SumConstants) -> Array:
    """One input on the scale that both share: int64, in the range of 32 bits."""
    raised = (values.astype(np.int64) - c.zero_points[position]) << c.left_shift
    return rescale_array(raised, *c.inputs[position])


def finished_sum(total: Array, c: SumConstants) -> Array:
    """Sums as stored outputs."""
    scaled = rescale_array(total, *c.output) + c.output_zero_point
    return np.asarray(np.clip(scaled, c.minimum, c.maximum))
