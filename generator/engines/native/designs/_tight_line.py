"""A line whose offset is spread over bits that say other things, too: channels take fewer bytes.

A factor has more bits than the steps can tell apart: the last six may be anything. But the line is
moved (see `_line.py`) by an offset of about twelve bits. A channel's first sum and end stand in the
upper 24 bits of a word as

    end, 6 bits | first sum, 18 bits

and the offset is the upper 12 bits of that word plus the last 12 of the factor, modulo 2^12: the
end tells its upper half, and by the factor's last six bits the lower half comes out as it should.
"""

from dataclasses import replace

import numpy as np

from generator.engines.native.designs._line import (
    Line,
    Slope,
    Staircase,
    room,
    slope_of,
    stays_within,
)
from generator.graph import Array

FIRST_BITS, END_BITS = 18, 6
"""Of a first sum, and of what stands above it."""

_OFFSET_BITS, _LOWER_BITS = 12, 6
# What is tried with factors, in their last place, on each side of the layer's own.
_BESIDE = 64
# More than any sum.
_FAR = 2.0**40


def fit(stairs: Staircase, first: Array, greatest_shift: int) -> Line | None:
    """The line through all steps, with offsets as above; None where there is none.

    first: int64 (channel,), the layer's own first sums; otherwise as `_line.fit`.
    """
    slope = slope_of(stairs, 1, greatest_shift)
    placed = None if slope is None else _place(stairs, slope, first)
    if slope is None or placed is None:
        return None
    line = Line(*placed, slope.shift, slope.scale)
    return line if stays_within(line, stairs) else None


def ends(line: Line, first: Array) -> Array:
    """int8 (channel,): what stands above the first sums, these with the bias."""
    return (line.offset - _below(first, line.factor) >> _LOWER_BITS).astype(np.int8) << 2 >> 2


def _place(stairs: Staircase, slope: Slope, first: Array) -> tuple[Array, Array, Array] | None:
    """int64 (channel,): bias, factor and offset with which the line meets every step."""
    bias, factor, offset = np.zeros((3, slope.factor.size), np.int64)
    missing = np.arange(slope.factor.size)
    for beside in sorted(range(-_BESIDE, _BESIDE + 1), key=abs):
        tried = _at(stairs, slope, slope.factor + beside)
        offsets, biases, fits = _ways(tried, first, missing)
        found, chosen = fits.any(axis=0), fits.argmax(axis=0)
        places, at = missing[found], (chosen[found], np.flatnonzero(found))
        bias[places], offset[places] = biases[at], offsets[at]
        factor[places] = tried.factor[places]
        missing = missing[~found]
        if not missing.size:
            return bias, factor, offset
    return None


def _at(stairs: Staircase, slope: Slope, factor: Array) -> Slope:
    """The same with another factor."""
    unit = 2.0**32 / np.maximum(factor, 1)
    lowest, highest = room(stairs, unit, slope.shift)
    return replace(slope, factor=factor, unit=unit, lowest=lowest, highest=highest)


def _ways(slope: Slope, first: Array, channels: Array) -> tuple[Array, Array, Array]:
    """(offsets, biases, whether that fits), all (tried, channel), the smallest biases first."""
    half = 1 << _OFFSET_BITS - 1
    upper = np.arange(-half, half, 1 << _LOWER_BITS)[:, None]
    # The bias of about this offset tells the first sum's upper bits, and these the offset.
    about, _ = _whole(slope.biases(upper + (1 << _LOWER_BITS - 1), channels))
    factor, lower = slope.factor[channels], (1 << _LOWER_BITS) - 1
    offsets = upper | _below(first[channels] + about, factor) & lower
    biases, fits = _whole(slope.biases(offsets, channels))
    whole = first[channels] + biases
    limit = 1 << FIRST_BITS - 1
    fits &= (whole >= -limit) & (whole < limit) & (_below(whole, factor) & lower == offsets - upper)
    return offsets, biases, fits


def _whole(ways: tuple[Array, Array]) -> tuple[Array, Array]:
    """Biases as integers; a channel whose steps no line of a slope meets may have infinite ones."""
    needed, fits = ways
    return np.clip(needed, -_FAR, _FAR).astype(np.int64), fits


def _below(first: Array, factor: Array) -> Array:
    """What an offset is without its end: the first sum's upper bits and the factor's last ones."""
    upper = first >> FIRST_BITS - _LOWER_BITS & (1 << _LOWER_BITS) - 1
    return np.asarray(upper + factor & (1 << _OFFSET_BITS) - 1)
