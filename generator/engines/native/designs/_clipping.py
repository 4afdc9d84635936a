"""Weights that can be summed two pixels at a time: clipped in groups, with what they lost."""

import numpy as np

from generator.graph import Array

GROUP = 4
"""Inputs whose products are summed before the halves of the sum are taken apart."""

_GREATEST_SUM = 255
"""Of a group's magnitudes: times 128 it stays within 16 bits."""


def clip(rows: Array) -> tuple[Array, list[list[tuple[int, int]]]]:
    """Weights whose groups' magnitudes sum up to at most 255, and (input, excess) of each channel.

    rows: int8 (channel, taps), taps a multiple of four. The largest weights of a group are clipped.
    """
    clipped = rows.astype(np.int64)
    excesses: list[list[tuple[int, int]]] = [[] for _ in rows]
    groups = clipped.reshape(len(rows), -1, GROUP)
    for channel, group in np.argwhere(np.abs(groups).sum(axis=2) > _GREATEST_SUM):
        for position, excess in _clip_group(groups[channel, group]):
            excesses[channel].append((int(group) * GROUP + position, excess))
    return clipped.astype(np.int8), excesses


def _clip_group(group: Array) -> list[tuple[int, int]]:
    """Clips in place; (position, what the weight lost)."""
    lost = []
    over = int(np.abs(group).sum()) - _GREATEST_SUM
    for position in np.argsort(-np.abs(group), kind="stable"):
        cut = min(over, abs(int(group[position])))
        if cut <= 0:
            break
        excess = cut if group[position] > 0 else -cut
        group[position] -= excess
        lost.append((int(position), excess))
        over -= cut
    return lost
