"""Pairs of output channels (see _pairs.py) whose sums become outputs by lines (see _line.py).

The first channel's sum comes as 256 * A, the difference of the pair's two sums; the second's as it
is. So a layer has two lines, with a shift for each.
"""

from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native.designs import _pairs
from generator.engines.native.designs._constant_channels import with_plain_scales
from generator.engines.native.designs._line import Line, Staircase, fit
from generator.graph import Array
from generator.ops._weights import Requantization

# What the sums of either channel of a pair are multiplied by.
_SCALES = (256, 1)
# Nearly every layer has lines with these shifts: layers of one shape can share a function.
_SHIFTS = (10, 2)
_SUM_LIMIT = 2**31


@dataclass(frozen=True, eq=False)
class PairLines:
    """The words at both ends of a pair of channels.

    starts: int64 (pair, 2): first values of 256 * A + B and of B.
    ends: int64 (channel, 2): factor and offset. shifts: of 256 * A, of B.
    """

    starts: Array
    ends: Array
    shifts: tuple[int, int]

    def blocks(self, rows: Array) -> Array:
        """The stream of words that a kernel reads, see `_pairs.blocks`."""
        return _pairs.stream(rows, self.starts, self.ends, 4)


def pair_lines(made: _pairs.Stage, original: Requantization, rows: Array) -> PairLines | None:
    """For weights `rows` (channel, taps); None where a layer has no such lines."""
    if not made.saturates:
        return None
    stage, wide = with_plain_scales(original, rows), rows.astype(np.int64)
    first, second = (_line(made, stage, wide, half) for half in (0, 1))
    if first is None or second is None:
        return None
    high, low = 256 * made.first[0::2] + first.bias, made.first[1::2] + second.bias
    low = np.pad(low, (0, len(rows) % 2))
    ends = np.zeros((len(rows), 2), np.int64)
    for half, line in ((0, first), (1, second)):
        ends[half::2] = np.stack([line.factor, line.offset], axis=1)
    found = PairLines(np.stack([high + low, low], axis=1), ends, (first.shift, second.shift))
    return found if _sums_fit(found.starts, wide) else None


def staircase(first: Array, stage: Requantization, rows: Array) -> Staircase:
    """How sums of int64 weights (channel, taps) times int8 inputs, and their first values, end."""
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


def _line(made: _pairs.Stage, stage: Requantization, rows: Array, half: int) -> Line | None:
    """Of the first channels of all pairs (half 0), or of the second ones (1)."""
    channels = replace(stage, multiplier=stage.multiplier[half::2], shift=stage.shift[half::2])
    stairs = staircase(made.first[half::2], channels, rows[half::2])
    return fit(stairs, _SCALES[half], _SHIFTS[half]) or fit(stairs, _SCALES[half])


def _sums_fit(starts: Array, rows: Array) -> bool:
    """Whether no sum overflows, whatever the int8 inputs are."""
    reach = 128 * np.abs(np.pad(rows, ((0, len(rows) % 2), (0, 0)))).sum(axis=1)
    both = np.abs(starts[:, 0]) + 256 * reach[0::2] + reach[1::2]
    return bool(np.all(both < _SUM_LIMIT) and np.all(np.abs(starts[:, 1]) < _SUM_LIMIT // 2))
