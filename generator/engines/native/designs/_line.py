"""Requantisation as one line: a high multiply and a saturating shift, found and proven offline.

TensorFlow Lite Micro rounds a sum twice. Seen from outside that is a staircase: each output begins
at some least sum. A line with another slope in the last bits and another first sum can pass through
all of these steps, and where it does, it is exact for every sum that a layer can have:

    output = saturate(((sum + bias) * factor / 2^32 + offset) >> shift)

The slope is the layer's own scale; bias and offset move the line by 1 and by 2^32 / factor, which
have no common measure, so that together they move it by nearly any fraction of a sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.graph import Array
from generator.ops._weights import Requantization
from generator.quantization import rescale_array

# What is tried to move the line by: offsets around the one that rounds halves up.
_GREATEST_STEP, _STEPS_AT_ONCE = 2**16, 2**9
# Neither a scaled sum nor a product and its offset may leave 32 bits.
_LIMIT = 2**31
# A shift that a word keeps eight bits of output above, and some for sums beyond the bounds.
_GREATEST_SHIFT = 21
# The slope of a channel with one output, and how many products it keeps from other outputs.
_CONSTANT_FACTOR, _CONSTANT_ROOM = 2**25, 16.0


@dataclass(frozen=True, eq=False)
class Line:
    """int64 (channel,) bias, factor, offset; one shift for all channels (see this file's head).

    The bias is added to the sum times `scale`.
    """

    bias: Array
    factor: Array
    offset: Array
    shift: int
    scale: int

    def outputs(self, sums: Array, low: int, high: int) -> Array:
        """What the instructions give: sums (…, channel), not yet scaled, to outputs."""
        products = (sums * self.scale + self.bias) * self.factor >> 32
        return np.asarray(np.clip((products + self.offset) >> self.shift, low, high))


@dataclass(frozen=True, eq=False)
class Staircase:
    """How sums become outputs, channel by channel; all arrays are int64 (channel,).

    multiplier, right: TensorFlow Lite's multiplier and right shift (1 or more).
    least, most: the sums that a channel can have, first sum included.
    """

    multiplier: Array
    right: Array
    least: Array
    most: Array
    zero_point: int
    low: int
    high: int

    @staticmethod
    def of(first: Array, stage: Requantization, rows: Array) -> "Staircase":
        """Of sums of int64 weights (channel, taps) times int8 inputs, and their first values."""
        negative, positive = (side(rows, 0).sum(axis=1) for side in (np.minimum, np.maximum))
        return Staircase(
            multiplier=stage.multiplier.astype(np.int64),
            right=-stage.shift.astype(np.int64),
            least=first + 127 * negative - 128 * positive,
            most=first + 127 * positive - 128 * negative,
            zero_point=stage.output_zero_point,
            low=stage.minimum,
            high=stage.maximum,
        )

    def outputs(self, sums: Array) -> Array:
        """Sums (…, channel) to outputs."""
        scaled = rescale_array(sums, self.multiplier, -self.right)
        return np.asarray(np.clip(scaled + self.zero_point, self.low, self.high))

    @cached_property
    def wanted(self) -> Array:
        """int64 (outputs, 1): every output but the least."""
        return np.arange(self.low + 1, self.high + 1)[:, None]

    @cached_property
    def steps(self) -> Array:
        """int64 (outputs, channel): the least sum that gives each of `wanted`.

        `least` where all sums give that much, `most` + 1 where none does.
        """
        under, upper = (
            np.repeat(end[None, :], self.wanted.size, 0) for end in (self.least, self.most + 1)
        )
        while np.any(under < upper):
            middle = (under + upper) >> 1
            reached = self.outputs(middle) >= self.wanted
            under, upper = np.where(reached, under, middle + 1), np.where(reached, middle, upper)
        return under

    @cached_property
    def constant(self) -> Array:
        """bool (channel,): whether a channel has one output only."""
        return np.asarray(self.outputs(self.least) == self.outputs(self.most))


def fit(stairs: Staircase, scale: int = 1, greatest_shift: int = _GREATEST_SHIFT) -> Line | None:
    """The line through all steps of all channels; None where there is none.

    scale: what sums are a multiple of when they come to be multiplied, a power of two.
    greatest_shift: of the line; factors lose a bit with each bit that it lacks.
    """
    lines = fit_together([stairs], [scale], [greatest_shift])
    return lines[0] if lines else None


def fit_together(
    stairs: Sequence[Staircase],
    scales: Sequence[int],
    greatest_shifts: Sequence[int] | None = None,
) -> tuple[Line, ...] | None:
    """A line for each, whose offsets are the same channel by channel; None where there are none."""
    shifts = greatest_shifts or [_GREATEST_SHIFT] * len(stairs)
    slopes = [slope_of(*each) for each in zip(stairs, scales, shifts, strict=True)]
    found = [slope for slope in slopes if slope is not None]
    if len(found) < len(slopes):
        return None
    placed = _place(found)
    if placed is None:
        return None
    biases, offset = placed
    lines = tuple(
        Line(bias, s.factor, offset, s.shift, s.scale)
        for s, bias in zip(found, biases, strict=True)
    )
    return lines if all(map(stays_within, lines, stairs)) else None


@dataclass(frozen=True, eq=False)
class Slope:
    """A line that has not been placed yet. unit: float64 (channel,), sums of a unit of product.

    It may begin, in sums, above `lowest` and no higher than `highest`.
    """

    factor: Array
    shift: int
    scale: int
    zero_point: int
    unit: Array
    lowest: Array
    highest: Array

    def biases(self, offsets: Array, channels: Array) -> tuple[Array, Array]:
        """(needed, whether it fits) for offsets (tried, 1), both (tried, channel)."""
        # The output q begins at the sum (q * 2^shift - offset) * unit - bias / scale, rounded up.
        moved = -offsets * self.unit[channels]
        needed = np.ceil((moved - self.highest[channels]) * self.scale)
        return needed, moved - needed / self.scale > self.lowest[channels]


def slope_of(stairs: Staircase, scale: int, greatest_shift: int) -> Slope | None:
    """A line with the layer's own scales, not yet placed; None where sums are too large."""
    by_scale = scale.bit_length() - 1
    shift = int(np.min(stairs.right, initial=32, where=~stairs.constant)) - 1 + by_scale
    shift = min(shift, greatest_shift)
    if shift < 0 or np.any(np.maximum(-stairs.least, stairs.most) * scale >= _LIMIT // 2):
        return None
    lost = np.maximum(stairs.right - 1 + by_scale - shift, 0)
    factor = (stairs.multiplier + (1 << lost >> 1)) >> lost
    factor = np.where(stairs.constant, _CONSTANT_FACTOR, factor)
    unit = 2.0**32 / np.maximum(factor, 1) / scale
    return Slope(factor, shift, scale, stairs.zero_point, unit, *room(stairs, unit, shift))


def _place(slopes: Sequence[Slope]) -> tuple[Array, Array] | None:
    """(bias of each, offset) with which the lines meet every step of every channel."""
    last = slopes[-1]
    centre = (last.zero_point << last.shift) + (1 << last.shift >> 1)
    biases = np.zeros((len(slopes), last.factor.size), np.int64)
    offset = np.zeros(last.factor.size, np.int64)
    missing = np.arange(last.factor.size)
    for tries in np.arange(_GREATEST_STEP).reshape(-1, _STEPS_AT_ONCE):
        tried = centre + np.where(tries % 2, -tries - 1, tries) // 2
        ways = [slope.biases(tried[:, None], missing) for slope in slopes]
        fits = np.all([fitting for _, fitting in ways], axis=0)
        found, chosen = fits.any(axis=0), fits.argmax(axis=0)
        for bias, (needed, _) in zip(biases, ways, strict=True):
            bias[missing[found]] = needed[chosen, np.arange(missing.size)][found]
        offset[missing[found]] = tried[chosen[found]]
        missing = missing[~found]
        if not missing.size:
            return biases, offset
    return None


def room(stairs: Staircase, unit: Array, shift: int) -> tuple[Array, Array]:
    """The open lower and the closed upper end of where the line may begin, in sums."""
    begins = stairs.steps - stairs.wanted * (2.0**shift) * unit
    inside = (stairs.steps > stairs.least) & (stairs.steps <= stairs.most)
    lowest = np.where(inside, begins - 1, -np.inf).max(axis=0, initial=-np.inf)
    highest = np.where(inside, begins, np.inf).min(axis=0, initial=np.inf)
    # A channel with one output may have any sums in its step, or beyond the bounds.
    output = stairs.outputs(stairs.least)
    starts, ends = (((output + up) * (2.0**shift) * unit) for up in (0, 1))
    under = np.where(output > stairs.low, stairs.least - starts, np.inf)
    over = np.where(output < stairs.high, stairs.most - ends, -np.inf)
    lowest, highest = (
        np.where(stairs.constant, one, many) for one, many in ((over, lowest), (under, highest))
    )
    highest = np.where(np.isinf(highest), lowest + _CONSTANT_ROOM * unit, highest)
    return np.where(np.isinf(lowest), highest - _CONSTANT_ROOM * unit, lowest), highest


def stays_within(line: Line, stairs: Staircase) -> bool:
    """Whether every step is where it should be, in integers, and nothing leaves 32 bits."""
    greatest = np.maximum(-stairs.least, stairs.most) * line.scale + np.abs(line.bias)
    reach = (greatest * line.factor >> 32) + np.abs(line.offset) + 1
    if np.any(greatest >= _LIMIT) or np.any(reach >= _LIMIT):
        return False
    ends = (stairs.least, stairs.most, stairs.steps, stairs.steps - 1)
    return all(
        np.array_equal(line.outputs(sums, stairs.low, stairs.high), stairs.outputs(sums))
        for sums in (np.clip(end, stairs.least, stairs.most) for end in ends)
    )
