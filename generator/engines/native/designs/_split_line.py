"""Requantisation as one line in 32 bits, for cores that multiply 32 by 32 bits to 32 and no more.

As in `_line.py` TensorFlow Lite's two roundings are seen as a staircase of the sums, and a line
that passes through all of its steps is exact. Here the sum counts from the foot of the stairs and
is clamped to their top first, which leaves 16 to 20 bits; the slope has 16 bits before its point
and 16 behind it, so that two products make the line:

    s = clamp(sum, 0, limit)
    output = byte 0 of (s * slope + ((s >> low) * fraction >> 16 - low) + offset) >> shift

Every term only grows with s. So it suffices to hold the line at each step and at the sum before it,
and for a given slope all offsets that are right form a range.

Where no activation clamps what is negative, halves go away from zero, and the stairs above the
output for zero stand a little nearer than those up to it: two offsets, one below `bend` and one
from it on, then make two lines of one slope.
"""

from dataclasses import dataclass

import numpy as np

from generator.engines.native.designs._line import Staircase
from generator.graph import Array

_SLOPE_BITS = _FRACTION_BITS = 16
_GREATEST_SHIFT = 24
# A bit of the sum less in the second product costs nothing that matters, and more layers are alike.
_LEAST_LOW = 2
_OUTPUTS_BITS = 8
_FAR = 2**60
# Fewer bits below an output than there could be, so that layers can share a function.
_USUAL_SHIFT = 21
# Slopes beside the layer's own, as far as the stairs' width in sums lets them be.
_SLOPES_TRIED, _SLOPES_AT_ONCE = 128, 8


@dataclass(frozen=True, eq=False)
class SplitLine:
    """int64 (channel,) foot, limit, slope, fraction, offset, bend and below; see this file's head.

    foot: what is added to a sum so that it counts from the foot of the stairs.
    below: the offset of what is less than `bend`, which is 0 for a straight line.
    """

    foot: Array
    limit: Array
    slope: Array
    fraction: Array
    offset: Array
    bend: Array
    below: Array
    low: int
    shift: int

    def outputs(self, sums: Array) -> Array:
        """What the instructions give: sums (…, channel) to outputs, modulo 2^32 as they are."""
        s = np.clip(sums + self.foot, 0, self.limit)
        line = (s * self.slope) % 2**32 + ((s >> self.low) * self.fraction % 2**32 >> self.high)
        offset = np.where(s < self.bend, self.below, self.offset)
        byte = ((line + offset) % 2**32 >> self.shift) & 0xFF
        return np.asarray(np.where(byte < 128, byte, byte - 256))

    @property
    def high(self) -> int:
        """How far the second product is shifted."""
        return _FRACTION_BITS - self.low

    @property
    def words(self) -> Array:
        """int64 (channel, 3 or 5): limit, fraction * 2^16 + slope, offset; bend, below."""
        straight = [self.limit, self.fraction << 16 | self.slope, self.offset]
        return np.stack([*straight, self.bend, self.below] if self.is_bent else straight, axis=1)

    @property
    def is_bent(self) -> bool:
        """Whether there are two offsets."""
        return bool(np.any(self.bend))


def fit(stairs: Staircase) -> SplitLine | None:
    """The line through all steps of all channels, bent if need be; None where there is none."""
    return _fit(stairs, bent=False) or _fit(stairs, bent=True)


def _fit(stairs: Staircase, *, bent: bool) -> SplitLine | None:
    inside = (stairs.steps > stairs.least) & (stairs.steps <= stairs.most)
    first = np.where(inside, stairs.steps, _FAR).min(axis=0, initial=_FAR)
    last = np.where(inside, stairs.steps, -_FAR).max(axis=0, initial=-_FAR)
    foot = np.where(stairs.constant, 0, 1 - first)
    limit = np.where(stairs.constant, 0, last + foot)
    low = max(_LEAST_LOW, int(limit.max(initial=1)).bit_length() - _FRACTION_BITS)
    exact = stairs.multiplier * 2.0 ** (_GREATEST_SHIFT - 31 - stairs.right)
    steepest = float(exact.max(initial=1.0, where=~stairs.constant))
    shift = _GREATEST_SHIFT - max(0, int(np.floor(np.log2(steepest))) + 1 - _SLOPE_BITS)
    if low > _FRACTION_BITS or shift < _OUTPUTS_BITS:
        return None
    for bits in sorted({min(shift, _USUAL_SHIFT), shift}):
        slopes = np.round(exact * 2.0 ** (_FRACTION_BITS + bits - _GREATEST_SHIFT)).astype(np.int64)
        line = _Search(stairs, inside, foot, limit, slopes, low, bits, bent).line()
        if line is not None and _is_exact(line, stairs):
            return line
    return None


@dataclass(frozen=True, eq=False)
class _Search:
    """For each channel a slope, in 2^-16, that leaves room for an offset."""

    stairs: Staircase
    inside: Array
    foot: Array
    limit: Array
    slopes: Array
    low: int
    shift: int
    bent: bool

    def line(self) -> SplitLine | None:
        """The first slope of each channel with which an offset meets all steps."""
        slopes = np.where(self.stairs.constant, 0, self.slopes)
        parts = self._parts()
        offsets = np.repeat(self._constant_offsets()[None, :], len(parts), 0)
        missing = np.flatnonzero(~self.stairs.constant)
        # The farthest moves the top by about a sum.
        reach = np.maximum(self.slopes // np.maximum(self.limit, 1), _SLOPES_TRIED)
        for tried in _by_distance().reshape(-1, _SLOPES_AT_ONCE):
            if not missing.size:
                break
            moved = tried[:, None] * (reach[missing] // _SLOPES_TRIED)
            candidates = self.slopes[missing] + moved
            least, most = self._offsets(candidates, missing, parts)
            room = (most - least).min(axis=0)
            chosen = room.argmax(axis=0), np.arange(missing.size)
            done = room[chosen] >= 0
            slopes[missing[done]] = candidates[chosen][done]
            offsets[:, missing[done]] = ((least + most) // 2)[:, *chosen][:, done]
            missing = missing[~done]
            if not done.any():
                break
        if missing.size or np.any(slopes >= 2 ** (_SLOPE_BITS + _FRACTION_BITS)):
            return None
        return self._line(slopes, offsets % 2**32)

    def _line(self, slopes: Array, offsets: Array) -> SplitLine:
        whole, fraction = slopes >> _FRACTION_BITS, slopes % 2**_FRACTION_BITS
        first_above = np.where(self._parts()[-1] & self.inside, self.stairs.steps, _FAR)
        first_above = first_above.min(axis=0, initial=_FAR)
        bend = np.where(first_above == _FAR, self.limit + 1, first_above + self.foot)
        return SplitLine(
            foot=self.foot,
            limit=self.limit,
            slope=whole,
            fraction=fraction,
            offset=offsets[-1],
            bend=bend if self.bent else np.zeros_like(bend),
            below=offsets[0],
            low=self.low,
            shift=self.shift,
        )

    def _parts(self) -> Array:
        """bool (parts, outputs, 1): the steps that have an offset in common."""
        every = np.ones_like(self.stairs.wanted, bool)
        above = self.stairs.wanted > self.stairs.zero_point
        return np.stack([~above, above] if self.bent else [every])

    def _offsets(self, slopes: Array, channels: Array, parts: Array) -> tuple[Array, Array]:
        """The least and the greatest offset (part, slope, channel) with which steps are right."""
        steps = (self.stairs.steps + self.foot)[:, channels]
        wanted = self.stairs.wanted[:, 0][:, None] << self.shift
        above = wanted - self._rise(slopes[:, None], steps)
        below = wanted - self._rise(slopes[:, None], steps - 1)
        inside = (parts & self.inside[:, channels])[:, None]
        return (
            np.where(inside, above, -_FAR).max(axis=2),
            np.where(inside, below, _FAR).min(axis=2) - 1,
        )

    def _rise(self, slopes: Array, sums: Array) -> Array:
        """The line without its offset."""
        fractions = (sums >> self.low) * (slopes % 2**_FRACTION_BITS)
        return np.asarray(
            sums * (slopes >> _FRACTION_BITS) + (fractions >> (_FRACTION_BITS - self.low))
        )

    def _constant_offsets(self) -> Array:
        """What a channel with one output adds to zero."""
        return np.asarray(self.stairs.outputs(self.stairs.least) << self.shift)


def _by_distance() -> Array:
    """0, 1, -1, 2, -2, …"""
    tries = np.arange(2 * _SLOPES_TRIED)
    return np.asarray(np.where(tries % 2, tries + 1, -tries) // 2)


def _is_exact(line: SplitLine, stairs: Staircase) -> bool:
    """Whether every step is where it should be and nothing leaves 32 bits."""
    if np.any(line.limit * line.slope >= 2**32):
        return False
    if np.any((line.limit >> line.low) * line.fraction >= 2**32):
        return False
    ends = (stairs.least, stairs.most, stairs.steps, stairs.steps - 1)
    return all(
        np.array_equal(line.outputs(sums), stairs.outputs(sums))
        for sums in (np.clip(end, stairs.least, stairs.most) for end in ends)
    )
