"""Requantisation as one line: a high multiply and a saturating shift, found and proven offline.

TensorFlow Lite Micro rounds a sum twice. Seen from outside that is a staircase: each output begins
at some least sum. A line with another slope in the last bits and another first sum can pass through
all of these steps, and where it does, it is exact for every sum that a layer can have:

    output = saturate(((sum + bias) * factor / 2^32 + offset) >> shift)

The slope is the layer's own scale; bias and offset move the line by 1 and by 2^32 / factor, which
have no common measure, so that together they move it by nearly any fraction of a sum.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.graph import Array
from generator.quantization import rescale_array

# What is tried to move the line by: offsets around the one that rounds halves up.
_GREATEST_STEP, _STEPS_AT_ONCE = 2**16, 2**9
# Neither a scaled sum nor a product and its offset may leave 32 bits.
_LIMIT = 2**31
# A shift that a word keeps eight bits of output above, and some for sums beyond the bounds.
_GREATEST_SHIFT = 21


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
    by_scale = scale.bit_length() - 1
    shift = int(np.min(stairs.right, initial=32, where=~stairs.constant)) - 1 + by_scale
    shift = min(shift, greatest_shift)
    if shift < 0 or np.any(np.maximum(-stairs.least, stairs.most) * scale >= _LIMIT // 2):
        return None
    lost = np.maximum(stairs.right - 1 + by_scale - shift, 0)
    factor = np.where(stairs.constant, 0, (stairs.multiplier + (1 << lost >> 1)) >> lost)
    bias, offset, exact = _place(stairs, factor, shift, scale)
    line = Line(bias, factor, offset, shift, scale)
    return line if exact and _stays_within(line, stairs) else None


def _place(stairs: Staircase, factor: Array, shift: int, scale: int) -> tuple[Array, Array, bool]:
    """(bias, offset, whether the line meets every step of every channel)."""
    # The output q begins at the sum (q * 2^shift - offset) * unit - bias / scale, rounded up.
    unit = 2.0**32 / np.maximum(factor, 1) / scale
    lowest, highest = _room(stairs, unit, shift)
    half = 1 << shift >> 1
    bias = np.zeros(len(factor), np.int64)
    offset = (stairs.outputs(stairs.least) << shift) + half
    missing = np.flatnonzero(~stairs.constant)
    for tries in np.arange(_GREATEST_STEP).reshape(-1, _STEPS_AT_ONCE):
        tried = (stairs.zero_point << shift) + half + np.where(tries % 2, -tries - 1, tries) // 2
        moved = -tried[:, None] * unit[missing]
        needed = np.ceil((moved - highest[missing]) * scale)
        fits = moved - needed / scale > lowest[missing]
        found, chosen = fits.any(axis=0), fits.argmax(axis=0)
        bias[missing[found]] = needed[chosen, np.arange(missing.size)][found]
        offset[missing[found]] = tried[chosen[found]]
        missing = missing[~found]
        if not missing.size:
            break
    return bias, offset, not missing.size


def _room(stairs: Staircase, unit: Array, shift: int) -> tuple[Array, Array]:
    """The open lower and the closed upper end of where the line may begin, in sums."""
    begins = stairs.steps - stairs.wanted * (2.0**shift) * unit
    inside = (stairs.steps > stairs.least) & (stairs.steps <= stairs.most)
    lowest = np.where(inside, begins - 1, -np.inf).max(axis=0, initial=-np.inf)
    highest = np.where(inside, begins, np.inf).min(axis=0, initial=np.inf)
    return np.where(stairs.constant, -1.0, lowest), np.where(stairs.constant, 0.0, highest)


def _stays_within(line: Line, stairs: Staircase) -> bool:
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
