"""Weights that can be summed two pixels at a time: clipped in groups, with what they lost."""

import numpy as np

from generator.graph import Array

GROUP = 4
"""Inputs whose products are summed before the halves of the sum are taken apart."""

_LEAST, _GREATEST = 1 - 2**15, 2**15 - 1
"""What the sum of a group may be: two of them are one word, a + b * 2^16."""

_LEAST_INPUT, _GREATEST_INPUT = -128, 127


def clip(rows: Array) -> tuple[Array, list[list[tuple[int, int]]]]:
    """Weights whose groups' sums stay within 16 bits, and (input, excess) of each channel.

    rows: int8 (channel, taps), taps a multiple of four. The largest weights of a group are clipped.
    """
    clipped = rows.astype(np.int64)
    excesses: list[list[tuple[int, int]]] = [[] for _ in rows]
    groups = clipped.reshape(len(rows), -1, GROUP)
    for channel, group in np.argwhere(_overflows(groups)):
        for position, excess in _clip_group(groups[channel, group]):
            excesses[channel].append((int(group) * GROUP + position, excess))
    return clipped.astype(np.int8), excesses


def clipped_groups(rows: Array) -> int:
    """How many groups of weights (channel, taps) have to be clipped."""
    return int(_overflows(rows.astype(np.int64).reshape(len(rows), -1, GROUP)).sum())


def _overflows(groups: Array) -> Array:
    """bool (…): int64 groups (…, GROUP) whose sum of products may leave 16 bits."""
    least, greatest = _reach(groups)
    return np.asarray((least < _LEAST) | (greatest > _GREATEST))


def _reach(groups: Array) -> tuple[Array, Array]:
    """The least and the greatest sum of products with int8 inputs."""
    positive, negative = (side(groups, 0).sum(axis=-1) for side in (np.maximum, np.minimum))
    least = positive * _LEAST_INPUT + negative * _GREATEST_INPUT
    return least, positive * _GREATEST_INPUT + negative * _LEAST_INPUT


def _clip_group(group: Array) -> list[tuple[int, int]]:
    """Clips in place; (position, what the weight lost)."""
    lost = []
    for position in np.argsort(-np.abs(group), kind="stable"):
        cut = min(_cut(group, group[position] > 0), abs(int(group[position])))
        if cut <= 0:
            break
        excess = cut if group[position] > 0 else -cut
        group[position] -= excess
        lost.append((int(position), excess))
    return lost


def _cut(group: Array, positive: bool) -> int:
    """By how much a weight has to come closer to zero."""
    least, greatest = _reach(group)
    for_least, for_greatest = (128, 127) if positive else (127, 128)
    return max(-(-int(_LEAST - least) // for_least), -(-int(greatest - _GREATEST) // for_greatest))
