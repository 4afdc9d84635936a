"""Pair packing: two output channels share a word of weights, for cores with SMLAD.

A halfword of weights holds 256 * a + b, where a and b are what two output channels multiply the
same input by. Summing input * halfword gives 256 * A + B; SXTB16 extracts b, which gives B; hence
A. A word holds two inputs, so both sums take one SMLAD for two inputs each.
"""

from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native.designs._constant_channels import with_plain_scales
from generator.graph import Array
from generator.ops._weights import Operands, Requantization
from generator.program import Kernel, Parameter, Step

_SUM_LIMIT = 2**31
_LEAST_SHIFT, _GREATEST_SHIFT = 2, 31
# Weights that are read again for every two pixels may be kept in RAM, if they are few.
GREATEST_STAGE_BYTES = 16384


@dataclass(frozen=True, eq=False)
class Stage:
    """How sums become outputs: the words at both ends of a block, and what the code may leave out.

    first: int64 (channel,), the bias with the input's zero point folded in.
    multipliers, powers: int64 (channel,), for two SMMLAR (see `templates/…/_requantize_dsp.j2`).
    rounds_up: whether a half may be rounded up though it should be rounded away from zero, as
    negative values are clamped away. saturates: whether the bounds are those of int8.
    """

    first: Array
    multipliers: Array
    powers: Array
    rounds_up: bool
    saturates: bool


def stage(o: Operands, original: Requantization, rows: Array) -> Stage | None:
    """The output stage for weights `rows` (channel, taps); None where two SMMLAR do not suffice."""
    requantization = with_plain_scales(original, rows)
    nothing = requantization.multiplier == 0
    right = np.where(nothing, _LEAST_SHIFT, -requantization.shift.astype(np.int64))
    if np.any(right < _LEAST_SHIFT) or np.any(right > _GREATEST_SHIFT):
        return None
    multiplier = requantization.multiplier.astype(np.int64)
    wide = rows.astype(np.int64)
    low, high = requantization.minimum, requantization.maximum
    return Stage(
        first=requantization.bias.astype(np.int64) - o.given.affine.zero_point * wide.sum(axis=1),
        multipliers=np.where(nothing, 0, 2 * multiplier - 2**32),
        powers=np.where(nothing, 0, np.int64(1) << (32 - right)),
        rounds_up=low >= requantization.output_zero_point,
        saturates=(low, high) == (-128, 127),
    )


def packable(rows: Array, first: Array) -> bool:
    """Whether no halfword and no sum of a pair overflows, whatever the int8 inputs are."""
    wide, start = _even(rows.astype(np.int64)), _even(first)
    halfwords = 256 * wide[0::2] + wide[1::2]
    fits = np.all((halfwords >= -(2**15)) & (halfwords < 2**15))
    greatest = np.abs(start) + 128 * np.abs(wide).reshape(len(wide), -1).sum(axis=1)
    return bool(fits and np.all(256 * greatest[0::2] + greatest[1::2] < _SUM_LIMIT))


def blocks(rows: Array, made: Stage, channels: int = 4) -> Array:
    """The stream of words that a kernel reads: uint32 (output channels / `channels`, words).

    rows: int8 (channel, taps), taps in the order of the inputs, a multiple of two.
    A block: first sums 256 * A + B and B of each of its pairs; a word of each pair for every two
    inputs; factor and power of each channel. Missing channels are zeros.
    """
    first = _even(made.first)
    starts = np.stack([256 * first[0::2] + first[1::2], first[1::2]], axis=1)
    return stream(
        rows, starts, np.stack([made.multipliers, made.powers], axis=1), channels, per_channel=True
    )


def stream(rows: Array, starts: Array, ends: Array, channels: int, *, per_channel: bool) -> Array:
    """`blocks` with any first sums, int64 (pair, n), and ends, int64 (channel or pair, n)."""
    count = -(-len(rows) // channels)
    wide = _filled(rows.astype(np.int64), count * channels)
    starts = _filled(starts, len(wide) // 2)
    ends = _filled(ends, len(wide) // (1 if per_channel else 2))
    halfwords = (256 * wide[0::2] + wide[1::2]) & 0xFFFF
    words = halfwords[:, 0::2] | halfwords[:, 1::2] << 16
    by_input = words.reshape(count, channels // 2, -1).transpose(0, 2, 1)
    parts = [part.reshape(count, -1) for part in (starts, by_input, ends)]
    return (np.concatenate(parts, axis=1) & 0xFFFFFFFF).astype(np.uint32)


def widened_order(rows: Array) -> Array:
    """Weights (channel, taps) in the order in which SXTB16 widens: 0, 2, 1, 3 of every four."""
    padded = np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4)))
    fours = padded.reshape(len(rows), -1, 4)
    return np.ascontiguousarray(fours[:, :, [0, 2, 1, 3]]).reshape(len(rows), -1)


def staged(step: Step, stream: Array) -> Step:
    """A convolution with its weights copied to scratch memory first."""
    assert step.kernel is not None
    context = {**dict(step.kernel.context), "staged_bytes": stream.nbytes}
    kernel = Kernel.of(f"{step.kernel.name}_staged", step.kernel.template, **context)
    return replace(step, kernel=kernel, scratch_bytes=step.scratch_bytes + stream.nbytes)


def bounds(requantization: Requantization) -> tuple[Parameter, Parameter]:
    """Fields of the layer's structure for activations that clamp to less than int8."""
    low, high = requantization.minimum, requantization.maximum
    return (
        Parameter("minimum", "int32_t", low, "least output of the activation"),
        Parameter("maximum", "int32_t", high, "greatest output of the activation"),
    )


def zero_point(requantization: Requantization) -> Parameter:
    """A field of the layer's structure: what sums of zero are stored as."""
    value = requantization.output_zero_point
    return Parameter("zero_point", "int32_t", value, "the output for 0.0")


def border(o: Operands) -> Parameter:
    """A field of the layer's structure: what inputs outside of the image are stored as."""
    comment = "the input that stands for 0.0"
    return Parameter("border", "int32_t", o.given.affine.zero_point, comment)


def _filled(values: Array, length: int) -> Array:
    """Padded with zeros."""
    return np.pad(values, ((0, length - len(values)), (0, 0)))


def _even(values: Array) -> Array:
    """Padded with zeros to an even number of channels."""
    width = [(0, len(values) % 2)] + [(0, 0)] * (values.ndim - 1)
    return np.pad(values, width)
