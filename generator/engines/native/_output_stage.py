"""The end of int8 layers whose weights are packed: from 32-bit sums to clamped outputs."""

from dataclasses import dataclass

import numpy as np

from generator.graph import Array
from generator.ops._weights import Operands, Requantization
from generator.program import Constant, Parameter

# Below this a sum can be rounded by adding half of the divisor without overflowing 32 bits.
_SAFE_SUM = 2**30


@dataclass(frozen=True)
class OutputStage:
    """The fields that a kernel finds in its layer's structure, and the C function that uses them.

    rescale: "scale_down" where every channel shifts right by one or more and no sum can come near
    the ends of 32 bits, else "scale", which is a little slower.
    """

    parameters: tuple[Parameter, ...]
    rescale: str


def output_stage(prefix: str, stage: Requantization, weights: Array, o: Operands) -> OutputStage:
    """The output stage of one layer.

    weights: int8 (channel, taps), every weight of a channel in one row.
    The zero points are folded into the bias: with weights w less their zero point,
    sum of (x - z) * w = sum of x * w - z * sum of w.
    """
    wide = weights.astype(np.int64) - o.weight_zero_point
    folded = stage.bias.astype(np.int64) - o.given.affine.zero_point * wide.sum(axis=1)
    worst = np.abs(folded) + 128 * np.abs(wide).sum(axis=1)
    safe = bool(np.all(worst < _SAFE_SUM) and np.all(stage.shift <= -1))
    shifts = -stage.shift if safe else stage.shift
    meaning = "shift right" if safe else "shift left, right where negative"
    return OutputStage(
        (
            Parameter(
                "bias",
                "const int32_t *",
                Constant(f"{prefix}_bias", _wrapped(folded), "output channel"),
                "bias less input zero point times the sum of the weights",
            ),
            Parameter(
                "multiplier",
                "const int32_t *",
                Constant(f"{prefix}_multiplier", stage.multiplier, "output channel"),
                "scale of each output channel, as a fraction of 2^31",
            ),
            Parameter(
                "shift",
                "const int8_t *",
                Constant(f"{prefix}_shift", shifts.astype(np.int8), "output channel"),
                f"and its power of two: {meaning}",
            ),
            *clamp(stage.output_zero_point, stage.minimum, stage.maximum),
            *_weight_offset(o),
        ),
        "scale_down" if safe else "scale",
    )


def _weight_offset(o: Operands) -> tuple[Parameter, ...]:
    zero_point = o.weight_zero_point
    comment = "the weight that stands for 0.0"
    return (Parameter("weight_zero_point", "int32_t", zero_point, comment),) if zero_point else ()


def weights_variant(o: Operands) -> str:
    """What tells the structure of layers whose weights have a zero point."""
    return "offset" if o.weight_zero_point else ""


def clamp(zero_point: int, minimum: int, maximum: int) -> tuple[Parameter, ...]:
    """Zero point and bounds of the output."""
    return (
        Parameter("zero_point", "int32_t", zero_point, "the output that stands for 0.0"),
        *bounds(minimum, maximum),
    )


def bounds(minimum: int, maximum: int) -> tuple[Parameter, ...]:
    """The bounds of the output."""
    return (
        Parameter("minimum", "int32_t", minimum, "least output: the activation, else the type's"),
        Parameter("maximum", "int32_t", maximum, "greatest output"),
    )


def _wrapped(values: Array) -> Array:
    """To int32 modulo 2**32: sums wrap in the same way, so that nothing is lost."""
    return values.astype(np.uint64).astype(np.uint32).view(np.int32)


def words_of_four(weights: Array) -> Array:
    """int8 (channel, k) as uint32 (channel / 4, k): byte i of a word is channel 4 * block + i.

    One word holds what four output channels multiply the same input byte by. Missing channels of
    the last block are zeros.
    """
    channels, taps = weights.shape
    blocks = -(-channels // 4)
    padded = np.zeros((blocks * 4, taps), np.int8)
    padded[:channels] = weights
    grouped = padded.reshape(blocks, 4, taps).transpose(0, 2, 1)
    return np.ascontiguousarray(grouped).view("<u4").astype(np.uint32).reshape(blocks, taps)
