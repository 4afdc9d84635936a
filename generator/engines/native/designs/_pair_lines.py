"""Pairs of output channels (see _pairs.py) whose sums become outputs by lines (see _line.py).

The first channel's sum comes as 256 * A, the difference of the pair's two sums; the second's as it
is. So a layer has two lines, with a shift for each. They share their offsets, which saves a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native.designs import _pairs
from generator.engines.native.designs._constant_channels import with_plain_scales
from generator.engines.native.designs._line import Staircase, fit_together
from generator.graph import Array
from generator.ops._weights import Requantization

# What the sums of either channel of a pair are multiplied by.
_SCALES = (256, 1)
# Nearly every layer has lines with these shifts, with which layers can share a function.
SHIFTS = (10, 2)
_SUM_LIMIT = 2**31


@dataclass(frozen=True, eq=False)
class PairLines:
    """The words at both ends of a pair of channels.

    starts: int64 (pair, 2): first values of 256 * A + B and of B.
    ends: int64 (pair, 3): both factors, offset. shifts: of 256 * A, of B.
    """

    starts: Array
    ends: Array
    shifts: tuple[int, int]

    def blocks(self, rows: Array) -> Array:
        """The stream of words that a kernel reads, see `_pairs.blocks`."""
        return _pairs.stream(rows, self.starts, self.ends, 4, per_channel=False)


def pair_lines(
    made: _pairs.Stage,
    original: Requantization,
    rows: Array,
    *,
    shared: bool = False,
    tried_first: Sequence[tuple[int, int]] = (SHIFTS,),
) -> PairLines | None:
    """For weights `rows` (channel, taps); None where a layer has no such lines.

    shared: with `SHIFTS` and no others. tried_first: shifts, before those that leave most bits.
    """
    if not made.saturates:
        return None
    stage, wide = with_plain_scales(original, rows), rows.astype(np.int64)
    whole, start = (np.concatenate([v, 0 * v[: len(rows) % 2]]) for v in (wide, made.first))
    halves = [_half(start, stage, whole, half) for half in (0, 1)]
    tried = (SHIFTS,) if shared else (*tried_first, None)
    ways = (fit_together(halves, _SCALES, shifts) for shifts in tried)
    lines = next(filter(None, ways), None)
    if lines is None or (shared and tuple(line.shift for line in lines) != SHIFTS):
        return None
    first, second = lines
    low = start[1::2] + second.bias
    high = 256 * start[0::2] + first.bias + low
    ends = np.stack([first.factor, second.factor, first.offset], axis=1)
    found = PairLines(np.stack([high, low], axis=1), ends, (first.shift, second.shift))
    return found if _sums_fit(found.starts, wide) else None


def _half(first: Array, stage: Requantization, rows: Array, half: int) -> Staircase:
    """Of the first channels of all pairs (half 0), or of the second ones (1)."""
    missing = len(rows) - len(stage.multiplier)
    # What stands for a last pair's second channel has the scale of the first.
    multiplier, shift = (
        np.concatenate([v, v[:missing]])[half::2] for v in (stage.multiplier, stage.shift)
    )
    channels = replace(stage, multiplier=multiplier, shift=shift)
    return Staircase.of(first[half::2], channels, rows[half::2])


def _sums_fit(starts: Array, rows: Array) -> bool:
    """Whether no sum overflows, whatever the int8 inputs are."""
    reach = 128 * np.abs(np.pad(rows, ((0, len(rows) % 2), (0, 0)))).sum(axis=1)
    both = np.abs(starts[:, 0]) + 256 * reach[0::2] + reach[1::2]
    return bool(np.all(both < _SUM_LIMIT) and np.all(np.abs(starts[:, 1]) < _SUM_LIMIT // 2))
