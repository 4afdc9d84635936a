"""Requantisation as in _line.py, with sums that begin at the factor, which is in a register anyway.

    output = saturate(((sum * scale + factor) * factor / 2^32 + offset) >> shift)

For kernels whose weights are stored times a scale of about 256: such sums cost nothing and need no
first value. The next factor has nearly the same slope and begins by 1/256 of a sum elsewhere: so
factors beside the layer's own, and other scales, move the line finely, and the offset moves it by
whole steps of the product. A product only grows with its sum, so that it suffices to hold each step
and the sum before it, and for given factors all offsets that are right form a range.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator.engines.native.designs._line import Staircase
from generator.graph import Array

_LIMIT = 2**31
# Weights of int8 times the scale are halfwords.
_SCALES, _BY_SCALE = range(256, 127, -1), 8
# Factors tried on either side of the layer's own.
_BESIDE = 24
# The part of the channels that other scales than the first may be looked for.
_GREATEST_MISSING = 0.5
# A shift that a word keeps eight bits of output above, and some for sums beyond the bounds.
_GREATEST_SHIFT = 21


@dataclass(frozen=True, eq=False)
class OffsetLine:
    """int64 (channel,) scale, factor, offset; one shift for all channels (see this file's head)."""

    scale: Array
    factor: Array
    offset: Array
    shift: int

    def outputs(self, sums: Array, low: int, high: int) -> Array:
        """What the instructions give: sums (…, channel) without first values to outputs."""
        return np.asarray(np.clip(self.reached(sums) >> self.shift, low, high))

    def reached(self, sums: Array) -> Array:
        """What the multiplication gives."""
        return np.asarray(((sums * self.scale + self.factor) * self.factor >> 32) + self.offset)


def fit(stairs: Staircase, first: Array) -> OffsetLine | None:
    """The line through all steps of all channels; None where none is found.

    first: int64 (channel,), what the sums of the staircase hold beside products.
    """
    least_right = int(np.min(stairs.right, initial=32, where=~stairs.constant))
    shift = min(least_right - 2 + _BY_SCALE, _GREATEST_SHIFT)
    line = OffsetLine(np.zeros_like(first), np.zeros_like(first), np.zeros_like(first), shift)
    missing = np.arange(first.size)
    for scale, factor in _tries(stairs, shift) if shift >= 0 else ():
        part = OffsetLine(scale[missing], factor[missing], line.offset[missing], shift)
        lowest, highest = _offsets(part, stairs.of(missing), first[missing])
        found = lowest <= highest
        at = missing[found]
        line.scale[at], line.factor[at] = part.scale[found], part.factor[found]
        line.offset[at] = (lowest + highest)[found] >> 1
        missing = missing[~found]
        if scale[0] < _SCALES[0] and missing.size > _GREATEST_MISSING * first.size:
            return None
        if not missing.size:
            return line if _stays_within(line, stairs, first) else None
    return None


def _tries(stairs: Staircase, shift: int) -> Iterator[tuple[Array, Array]]:
    """(scale, factor) to try for each channel."""
    lost = np.maximum(stairs.right - 1 + _BY_SCALE - shift, 0)
    for scale in _SCALES:
        divisor = scale << lost
        own = ((stairs.multiplier << _BY_SCALE) + (divisor >> 1)) // divisor
        for beside in sorted(range(-_BESIDE, _BESIDE + 1), key=abs):
            for step in (1, 1 << lost) if beside else (1,):
                factor = np.where(stairs.constant, 0, np.maximum(own + beside * step, 0))
                yield np.full_like(factor, scale), factor


def _offsets(line: OffsetLine, stairs: Staircase, first: Array) -> tuple[Array, Array]:
    """The least and the greatest offset that are right for every step; those of `line` are zero."""
    over = np.clip(stairs.steps, stairs.least, stairs.most)
    under = np.clip(stairs.steps - 1, stairs.least, stairs.most)
    at_least, below = (
        (stairs.wanted << line.shift) - line.reached(sums - first) for sums in (over, under)
    )
    lowest = np.where(stairs.steps <= stairs.most, at_least, -_LIMIT).max(axis=0)
    highest = np.where(stairs.steps > stairs.least, below, _LIMIT).min(axis=0) - 1
    return lowest, highest


def _stays_within(line: OffsetLine, stairs: Staircase, first: Array) -> bool:
    """Whether no sum, and no product with its offset, leaves 32 bits."""
    ends = [end - first for end in (stairs.least, stairs.most)]
    values = [end * line.scale + line.factor for end in ends] + [line.reached(end) for end in ends]
    return all(bool(np.all(np.abs(value) < _LIMIT)) for value in (*values, line.offset))
