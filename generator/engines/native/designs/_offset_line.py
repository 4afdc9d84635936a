"""Requantisation as in _line.py, with one word less: for weights stored times about 256.

    output = saturate(((sum * scale + start) * factor / 2^32 + offset) >> shift)

Sums times a scale cost nothing where weights are stored so, and move finely with their first value.
Two kinds of line need one constant beside the factor: sums that begin at the factor, which is in a
register anyway (the next factor has nearly the same slope and begins by 1/256 of a sum elsewhere),
and products without an offset. For given scale and factor all values of that constant that are
right form a range, as a product only grows with its sum: it suffices to hold each step of the
staircase and the sum before it. Factors beside the layer's own and other scales are tried until
there is one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from generator.engines.native.designs._line import Staircase
from generator.graph import Array

_LIMIT = 2**31
# Weights of int8 times the scale are halfwords; little ones are for channels with few outputs.
_SCALES, _BY_SCALE = (*range(256, 127, -1), 64, 32, 16, 8), 8
# Factors tried on either side of the layer's own.
_BESIDE = 6
# Below this scale most channels should have been found, or there is no use in looking on.
_ENOUGH_SCALES, _GREATEST_MISSING = 240, 0.5
# The factor of channels with one output, above the line's shift: a start of 24 bits gives it.
_STILL = 16
# Few enough bits below an output that layers have the same number and share a function.
_GREATEST_SHIFT = 10


@dataclass(frozen=True, eq=False)
class OffsetLine:
    """int64 (channel,) scale, factor, start, offset; one shift for all (see this file's head)."""

    scale: Array
    factor: Array
    start: Array
    offset: Array
    shift: int

    def outputs(self, sums: Array, low: int, high: int) -> Array:
        """What the instructions give: sums (…, channel) without first values to outputs."""
        return np.asarray(np.clip(self.reached(sums) >> self.shift, low, high))

    def reached(self, sums: Array) -> Array:
        """What the multiplication gives."""
        return np.asarray(((sums * self.scale + self.start) * self.factor >> 32) + self.offset)


@dataclass(frozen=True, eq=False)
class _Steps:
    """What a line has to hold: int64 (outputs, channel) each.

    reach: what `over` must be brought to, and `under` must stay below, where `rises` and `begins`
    say that there is such a sum.
    """

    reach: Array
    over: Array
    under: Array
    rises: Array
    begins: Array

    @staticmethod
    def of(stairs: Staircase, first: Array, shift: int) -> "_Steps":
        """Those of all channels, less the sums' first values."""
        over, under = (
            np.clip(stairs.steps - before, stairs.least, stairs.most) - first for before in (0, 1)
        )
        reach = np.broadcast_to(stairs.wanted << shift, over.shape)
        return _Steps(reach, over, under, stairs.steps <= stairs.most, stairs.steps > stairs.least)

    def among(self, channels: Array) -> "_Steps":
        """Those of some channels."""
        fields = (self.reach, self.over, self.under, self.rises, self.begins)
        return _Steps(*(values[:, channels] for values in fields))

    def between(self, at_least: Array, below: Array) -> tuple[Array, Array]:
        """The range that is right for all steps, both ends included."""
        lowest = np.where(self.rises, at_least, -_LIMIT).max(axis=0)
        return lowest, np.where(self.begins, below, _LIMIT).min(axis=0) - 1


# (scale, factor, constant) of each channel to (scale, factor, start, offset).
_Made = tuple[Array, Array, Array, Array]


def fit_offset(stairs: Staircase, first: Array) -> OffsetLine | None:
    """The line with sums that begin at the factor; None where none is found.

    first: int64 (channel,), what the sums of the staircase hold beside products.
    """

    def offsets(steps: _Steps, scale: Array, factor: Array) -> tuple[Array, Array]:
        products = ((s * scale + factor) * factor >> 32 for s in (steps.over, steps.under))
        return steps.between(*(steps.reach - product for product in products))

    return _fit(stairs, first, 2, offsets, lambda s, f, constant: (s, f, f, constant))


def fit_start(stairs: Staircase, first: Array) -> OffsetLine | None:
    """The line without offsets; None where none is found. first: see `fit_offset`."""

    def starts(steps: _Steps, scale: Array, factor: Array) -> tuple[Array, Array]:
        # The least sum whose product reaches a step.
        sums = -(-(steps.reach << 32) // np.maximum(factor, 1))
        return steps.between(sums - steps.over * scale, sums - steps.under * scale)

    return _fit(stairs, first, 1, starts, lambda s, f, constant: (s, f, constant, 0 * s))


def _fit(
    stairs: Staircase,
    first: Array,
    spare_bits: int,
    ranges: Callable[[_Steps, Array, Array], tuple[Array, Array]],
    made: Callable[[Array, Array, Array], _Made],
) -> OffsetLine | None:
    """The line whose constants `ranges` knows; factors leave `spare_bits` of a word."""
    least_right = int(np.min(stairs.right, initial=32, where=~stairs.constant))
    shift = min(least_right - spare_bits + _BY_SCALE, _GREATEST_SHIFT)
    if shift < 0:
        return None
    steps, missing = _Steps.of(stairs, first, shift), np.arange(first.size)
    found = np.zeros((3, first.size), np.int64)
    for scale, factor in _tries(stairs, shift):
        tried = scale[missing], factor[missing]
        lowest, highest = ranges(steps.among(missing), *tried)
        right = lowest <= highest
        found[:, missing[right]] = np.stack([*tried, (lowest + highest) >> 1])[:, right]
        missing = missing[~right]
        if not missing.size:
            line = OffsetLine(*made(*found), shift)
            return line if _stays_within(line, stairs, first) else None
        if scale.max() < _ENOUGH_SCALES and missing.size > _GREATEST_MISSING * first.size:
            return None
    return None


def _tries(stairs: Staircase, shift: int) -> Iterator[tuple[Array, Array]]:
    """(scale, factor) to try for each channel."""
    lost = np.maximum(stairs.right - 1 + _BY_SCALE - shift, 0)
    for scale in _SCALES:
        divisor = scale << lost
        own = ((stairs.multiplier << _BY_SCALE) + (divisor >> 1)) // divisor
        for beside in sorted(range(-_BESIDE, _BESIDE + 1), key=abs):
            for step in (1, 1 << lost) if beside else (1,):
                factor = np.maximum(own + beside * step, 1)
                still = np.minimum(1 << shift + _STILL, _LIMIT >> 1)
                yield (
                    np.where(stairs.constant, 0, scale),
                    np.where(stairs.constant, still, factor),
                )


def _stays_within(line: OffsetLine, stairs: Staircase, first: Array) -> bool:
    """Whether it is exact, and no sum, and no product with its offset, leaves 32 bits."""
    ends = [end - first for end in (stairs.least, stairs.most)]
    values = [end * line.scale + line.start for end in ends] + [line.reached(end) for end in ends]
    fits = all(bool(np.all(np.abs(v) < _LIMIT)) for v in (*values, line.offset, line.factor))
    sums = np.clip(np.concatenate([stairs.steps, stairs.steps - 1]), stairs.least, stairs.most)
    got = line.outputs(sums - first, stairs.low, stairs.high)
    return fits and np.array_equal(got, stairs.outputs(sums))
