"""Rows of an image widened to 16 bits, in the order in which windows that lie over them are read.

Two rows make words, an input of either; an odd last row does with its neighbours in the row.
"""

from dataclasses import dataclass

import numpy as np

from generator.geometry import Axis
from generator.graph import Array

# Steps of two inputs stand behind each other in the code, and loads reach so far.
GREATEST_STEPS = 32
_GREATEST_OFFSET = 4095


@dataclass(frozen=True)
class Strip:
    """Widened rows: records of one input of every row, or of two where the number of rows is odd.

    record_elements: inputs of a row that a record has. record_words: its words; an odd last row
    has the last one. records: that the windows of a row of outputs, rounded up to two, touch.
    pixel_bytes: from one window to the next. offsets: of a window's steps in bytes, those of rows
    in pairs and those of a last row. row_elements: inputs of a row that are widened.
    """

    record_elements: int
    record_words: int
    records: int
    pixel_bytes: int
    offsets: tuple[tuple[int, ...], tuple[int, ...]]
    row_elements: int

    @classmethod
    def of(cls, vertical: Axis, horizontal: Axis, channels: int) -> "Strip | None":
        """None where a window would begin within a record, or steps or offsets are too many."""
        rows, run = vertical.window, horizontal.window * channels
        elements = 1 + rows % 2
        words = rows if rows % 2 else rows // 2
        step, before = horizontal.stride * channels, horizontal.pad_before * channels
        if horizontal.dilation > 1 or step % elements or before % elements:
            return None
        pixels = horizontal.output_size + horizontal.output_size % 2
        columns = (pixels - 1) * horizontal.stride + horizontal.window
        pairs = [
            (e // elements * words + p * elements + e % elements) * 4
            for p in range(rows // 2)
            for e in range(run)
        ]
        alone = [(r * words + words - 1) * 4 for r in range(-(-run // 2))] if rows % 2 else []
        made = cls(
            record_elements=elements,
            record_words=words,
            records=-(-columns * channels // elements),
            pixel_bytes=step // elements * words * 4,
            offsets=(tuple(pairs), tuple(alone)),
            row_elements=min(horizontal.input_size, columns - horizontal.pad_before) * channels,
        )
        reach = max((*pairs, *alone)) + made.pixel_bytes
        fits = reach <= _GREATEST_OFFSET and 2 * made.pixel_bytes <= _GREATEST_OFFSET
        return made if fits and made.steps <= GREATEST_STEPS else None

    @property
    def steps(self) -> int:
        """Of a window, two inputs in each."""
        return sum(map(len, self.offsets))

    @property
    def size_bytes(self) -> int:
        """In scratch memory."""
        return 4 * self.records * self.record_words


def strip_order(weights: Array) -> Array:
    """int8 (channel, row, column, input) to (channel, taps): the order of a strip's halfwords."""
    channels, rows = weights.shape[:2]
    runs = weights.reshape(channels, rows, -1)
    pairs = runs[:, : rows // 2 * 2].reshape(channels, rows // 2, 2, runs.shape[2])
    in_words = pairs.transpose(0, 1, 3, 2).reshape(channels, rows // 2 * 2 * runs.shape[2])
    if rows % 2 == 0:
        return in_words
    alone = np.pad(runs[:, -1], ((0, 0), (0, runs.shape[2] % 2)))
    return np.concatenate([in_words, alone], axis=1)
