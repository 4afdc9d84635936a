"""How far an output may reach into a dying input, for kernels that walk pixel by pixel."""

import numpy as np

from generator.geometry import Axis
from generator.graph import Array
from generator.program import Overlap


def element_wise(name: str) -> Overlap:
    """Each element is read before the one at the same place is written: exactly in place."""
    return Overlap(name, "ascending", 0)


# Larger images fit into no microcontroller, and to work out their overlap would take long.
_GREATEST_IMAGE_PIXELS = 2**22


def sliding_window(
    name: str,
    vertical: Axis,
    horizontal: Axis,
    input_pixel_bytes: int,
    output_pixel_bytes: int,
    *,
    reads_pixel_first: bool,
) -> tuple[Overlap, ...]:
    """The gaps for a kernel that computes whole output pixels in row order, up or down.

    reads_pixel_first: the kernel has copied all inputs of a pixel before it writes any output of
    it; otherwise the inputs of the pixel at hand must survive until it is finished.
    Sound because each gap is the maximum over all pixels of how far writing has got ahead of the
    input that is still to be read.
    """
    if vertical.output_size * horizontal.output_size > _GREATEST_IMAGE_PIXELS:
        return ()
    needed_from, needed_to = _needed(vertical, horizontal, input_pixel_bytes)
    pixels = np.arange(len(needed_from), dtype=np.int64)
    written_to = (pixels + 1) * output_pixel_bytes
    written_from = pixels * output_pixel_bytes
    skip = 1 if reads_pixel_first else 0
    up = _still_needed_above(needed_from, skip)
    down = _still_needed_below(needed_to, skip)
    input_bytes = vertical.input_size * horizontal.input_size * input_pixel_bytes
    output_bytes = len(pixels) * output_pixel_bytes
    ascending = int(np.max(np.where(up < 0, 0, written_to - up)))
    descending = int(np.max(np.where(down < 0, 0, down - written_from)))
    if not np.any(up >= 0):
        ascending = 0
    return (
        Overlap(name, "ascending", ascending),
        Overlap(name, "descending", descending + output_bytes - input_bytes),
    )


def _needed(vertical: Axis, horizontal: Axis, pixel_bytes: int) -> tuple[Array, Array]:
    """For each output pixel in row order: the first and one past the last input byte it reads."""
    columns = range(horizontal.output_size)
    left = np.array([horizontal.first_needed(c) for c in columns], np.int64)
    right = np.array([horizontal.last_needed(c) for c in columns], np.int64)
    rows = range(vertical.output_size)
    top = np.array([vertical.first_needed(r) for r in rows], np.int64)[:, None]
    bottom = np.array([vertical.last_needed(r) for r in rows], np.int64)[:, None]
    width = horizontal.input_size
    start = (top * width + left) * pixel_bytes
    end = np.maximum((bottom - 1) * width + right, 0) * pixel_bytes
    return start.ravel(), end.ravel()


def _still_needed_above(needed_from: Array, skip: int) -> Array:
    """The lowest byte that pixels from this one (or the next, skip = 1) on read; -1 for none."""
    lowest = np.minimum.accumulate(needed_from[::-1])[::-1]
    return np.append(lowest[skip:], [-1] * skip)


def _still_needed_below(needed_to: Array, skip: int) -> Array:
    """One past the highest byte read up to this pixel (or the one before); -1 for none."""
    highest = np.maximum.accumulate(needed_to)
    return np.append([-1] * skip, highest[: len(highest) - skip])
