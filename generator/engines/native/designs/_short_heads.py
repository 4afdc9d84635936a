"""What belongs to a channel beside its weights, in six bytes: first sum, multiplier and shift.

A multiplier has more bits than the steps from output to output can tell apart, so that its last
seven say other things and are multiplied as they are. From the highest bit on, a word is

    1   whether excesses of clipped weights follow (`_clipping.py`)
    1   whether the multiplier's last bits matter; in place of the multiplier's bit 30, always set
    23  of the multiplier
    4   the first sum's upper end
    3   the right shift above the layer's least

and a halfword is the rest of the first sum. Where the last bits matter, another halfword changes
them to what they were by an exclusive or.

A channel whose weights are all zero has a single sum and often a scale far from the others'. It
takes a shift from their range and a first value that gives the same output.
"""

from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native.designs._line import Staircase
from generator.graph import Array

_FIRST_BITS, _HALF_BITS, _SHIFT_BITS, _LOW_BITS = 20, 16, 3, 7
_HAS_EXCESS, _IS_PRECISE, _ALWAYS_SET = 1 << 31, 1 << 30, 1 << 30
# What the multiplier's other bits are tried with beside their own, in their last place.
_BESIDE = (0, 1, -1)


@dataclass(frozen=True, eq=False)
class Heads:
    """words: uint32 (channel,). halves: of each channel one halfword or two. shift: the least."""

    words: Array
    halves: list[list[int]]
    shift: int


def pack(stairs: Staircase, first: Array, has_excess: Array) -> Heads | None:
    """None where first sums or the shifts' range are too large.

    stairs: of the layer; first: int64 (channel,); has_excess: bool (channel,).
    """
    limit = 1 << _FIRST_BITS - 1
    stairs, first = _with_shifts_of_others(stairs, first, limit)
    shift = int(stairs.right.min())
    fits = (first >= -limit) & (first < limit) & (stairs.right < shift + (1 << _SHIFT_BITS))
    if not np.all(fits & (stairs.multiplier >= _ALWAYS_SET)):
        return None
    upper = first >> _HALF_BITS & (1 << _FIRST_BITS - _HALF_BITS) - 1
    low = upper << _SHIFT_BITS | stairs.right - shift
    multiplier, precise = _with_low_bits(stairs, low)
    words = multiplier & ~_IS_PRECISE | has_excess * _HAS_EXCESS | precise * _IS_PRECISE
    lost = (multiplier ^ stairs.multiplier).tolist()
    halves = [
        [half, change] if kept else [half]
        for half, change, kept in zip(
            (first & (1 << _HALF_BITS) - 1).tolist(), lost, precise.tolist(), strict=True
        )
    ]
    return Heads(words.astype(np.uint32), halves, shift)


def _with_shifts_of_others(stairs: Staircase, first: Array, limit: int) -> tuple[Staircase, Array]:
    """The same outputs, where channels of a single sum can have shifts that others have, too."""
    single = stairs.least == stairs.most
    if not single.any() or single.all():
        return stairs, first
    least = int(stairs.right[~single].min())
    near = np.clip(stairs.right, least, least + (1 << _SHIFT_BITS) - 1)
    up, down = np.maximum(near - stairs.right, 0), np.maximum(stairs.right - near, 0)
    moved = np.where(single, np.clip(first << up >> down, -limit, limit - 1), first)
    right = np.where(single, near, stairs.right)
    others = replace(
        stairs,
        right=right,
        least=np.where(single, moved, stairs.least),
        most=np.where(single, moved, stairs.most),
    )
    same = np.array_equal(others.outputs(moved), stairs.outputs(first))
    return (others, moved) if same else (stairs, first)


def _with_low_bits(stairs: Staircase, low: Array) -> tuple[Array, Array]:
    """(multipliers that end in `low`, whether the layer's own is needed all the same)."""
    own = stairs.multiplier >> _LOW_BITS
    multiplier, missing = own << _LOW_BITS | low, np.ones(own.size, bool)
    for beside in _BESIDE:
        tried = own + beside << _LOW_BITS | low
        inside = (tried >= _ALWAYS_SET) & (tried < 2 * _ALWAYS_SET)
        found = missing & inside & _same_steps(stairs, tried)
        multiplier = np.where(found, tried, multiplier)
        missing &= ~found
    return multiplier, missing


def _same_steps(stairs: Staircase, multiplier: Array) -> Array:
    """bool (channel,): whether every output begins where it should with another multiplier."""
    ends = np.stack([stairs.least, stairs.most])
    sums = np.concatenate([stairs.steps, stairs.steps - 1, ends])
    sums = np.clip(sums, stairs.least, stairs.most)
    got = replace(stairs, multiplier=multiplier).outputs(sums)
    return np.asarray(np.all(got == stairs.outputs(sums), axis=0))
