"""How far the output of a kernel that walks over grids may reach into its dying input."""

import math

import numpy as np

from generator.engines.native._views import Copy, Loop
from generator.graph import Array, Tensor
from generator.program import Overlap

# Above this many runs the gaps are not worth the time that it takes to find them.
_MOST_RUNS = 200_000


def copy_overlaps(source: Tensor, target: Tensor, copy: Copy) -> tuple[Overlap, ...]:
    """The permissions of a kernel that walks the copy's loops up or down and moves run by run.

    A run itself may overlap its source, as memmove allows. Sound because each gap is the maximum
    over all runs of how far the runs written by then have got into those still to be read.
    """
    if math.prod(loop.count for loop in copy.loops) > _MOST_RUNS:
        return ()
    read = copy.source_offset + _starts(copy.loops, "source_stride")
    written = copy.target_offset + _starts(copy.loops, "target_stride")
    ahead = np.maximum.accumulate(written + copy.run)[:-1] - _lowest_behind(read)
    behind = np.maximum.accumulate(read + copy.run)[:-1] - _lowest_behind(written)
    up = int(np.max(ahead, initial=0))
    down = int(np.max(behind, initial=-target.size)) - source.size + target.size
    item = source.dtype.itemsize
    ways = (
        Overlap(source.name, "ascending", up * item),
        Overlap(source.name, "descending", max(0, down) * item),
    )
    return tuple(way for way in ways if _saves(way, target))


def fold_overlaps(source: Tensor, target: Tensor, kept: tuple[Loop, ...]) -> tuple[Overlap, ...]:
    """The permission of a kernel that makes one output element after the other, going up.

    kept: its loops over the outputs, from the first input element that each one is made of.
    """
    if target.size > _MOST_RUNS:
        return ()
    read = _starts(kept, "source_stride") * source.dtype.itemsize
    written = (_starts(kept, "target_stride") + 1) * target.dtype.itemsize
    ahead = np.maximum.accumulate(written)[:-1] - _lowest_behind(read)
    way = Overlap(source.name, "ascending", int(np.max(ahead, initial=0)))
    return (way,) if _saves(way, target) else ()


def _saves(way: Overlap, target: Tensor) -> bool:
    """Whether at least half of the output can lie in the input."""
    return 2 * way.gap_bytes <= target.size_bytes


def _starts(loops: tuple[Loop, ...], stride: str) -> Array:
    """Where each run starts, in the order of the loops."""
    starts = np.zeros(1, np.int64)
    for loop in loops:
        steps = np.arange(loop.count, dtype=np.int64) * getattr(loop, stride)
        starts = (starts[:, None] + steps).ravel()
    return starts


def _lowest_behind(starts: Array) -> Array:
    """For each run but the last: the lowest start of those after it."""
    lowest: Array = np.minimum.accumulate(starts[::-1])[::-1]
    return lowest[1:]
