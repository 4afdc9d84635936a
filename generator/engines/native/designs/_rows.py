"""Depthwise windows of 3x3 that go along a row of the image as it lies, channel by channel."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from generator.engines.native._overlap import sliding_window
from generator.engines.native.designs import Offer
from generator.geometry import Axis
from generator.graph import Array
from generator.ops._weights import Operands
from generator.program import Kernel, Overlap

WINDOW = 3
# One column of a window that is a whole row: see `overlaps`.
_WHOLE_ROW = Axis(1, 1, 1, 1, 1, 0)


def applies(o: Operands, vertical: Axis, horizontal: Axis) -> bool:
    """Whether the layer is int8, 3x3, symmetric, and at most one line lies outside at each side."""
    plain = o.given.dtype.name == "int8" and o.weight_zero_point == 0 and o.given.shape[0] == 1
    if not plain or o.channels != o.given.shape[3]:
        return False
    return all(_fits(axis) for axis in (vertical, horizontal))


def _fits(axis: Axis) -> bool:
    if axis.window != WINDOW or axis.dilation != 1 or axis.pad_before > 1:
        return False
    end = (axis.output_size - 1) * axis.stride - axis.pad_before + axis.window
    return axis.input_size >= WINDOW and end <= axis.input_size + 1


def words_of_three(rows: Array) -> Array:
    """int8 (channel, taps), taps a multiple of three, to uint32 (channel, taps / 3).

    The third weight is the upper half of a word, as a number.
    """
    three = rows.astype(np.int64).reshape(len(rows), -1, WINDOW)
    joined = three[..., 0] & 0xFF | (three[..., 1] & 0xFF) << 8 | three[..., 2] << 16
    return np.asarray(joined & 0xFFFFFFFF, np.uint32)


def staged(offer: Offer, stream: Array, waits: float, rows: int) -> Iterator[Offer]:
    """An offer as it is, and on boards whose flash waits with `stream` copied to scratch memory.

    waits: the cycles for which the read of a word waits. rows: how often the stream is read.
    """
    step = offer.step
    yield replace(offer, cycles=offer.cycles + waits * stream.size * rows)
    if waits and step.kernel is not None:
        context = {**dict(step.kernel.context), "staged_bytes": stream.nbytes}
        kernel = Kernel.of(f"{step.kernel.name}_staged", step.kernel.template, **context)
        copied = replace(step, kernel=kernel, scratch_bytes=stream.nbytes)
        yield replace(offer, step=copied, cycles=offer.cycles + stream.size * (5 + waits))


def overlaps(o: Operands, vertical: Axis, horizontal: Axis) -> tuple[Overlap, ...]:
    """A row of outputs is written while the rows under it are still read."""
    return sliding_window(
        o.given.name,
        vertical,
        _WHOLE_ROW,
        horizontal.input_size * o.channels,
        horizontal.output_size * o.channels,
        reads_pixel_first=False,
    )
