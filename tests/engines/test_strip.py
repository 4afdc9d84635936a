"""Strips of widened rows: the words that a window's steps read, times the weights' words."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.engines.native.designs._strip import Strip, strip_order
from generator.geometry import window_axis

sides = st.integers(1, 5)
strides = st.integers(1, 3)


@given(
    window=st.tuples(sides, sides),
    channels=st.integers(1, 5),
    width=st.integers(1, 12),
    stride=strides,
    padding=st.sampled_from(["SAME", "VALID"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_windows_are_read_where_they_lie(
    window: tuple[int, int], channels: int, width: int, stride: int, padding: str, seed: int
) -> None:
    """A row of outputs by the strip's offsets equals the windows multiplied one by one."""
    rows, columns = window
    horizontal = window_axis(max(width, columns), columns, stride, 1, padding)
    vertical = window_axis(rows, rows, 1, 1, "VALID")
    strip = Strip.of(vertical, horizontal, channels)
    assume(strip is not None)
    assert strip is not None
    generator = np.random.default_rng(seed)
    before = horizontal.pad_before
    image = np.zeros((rows, before + horizontal.input_size + stride + columns, channels), np.int64)
    inside = slice(before, before + horizontal.input_size)
    image[:, inside] = generator.integers(-128, 128, image[:, inside].shape)
    weights = generator.integers(-127, 128, (1, rows, columns, channels)).astype(np.int8)
    halves = _widened(image.reshape(rows, -1), strip)
    pairs = strip_order(weights).astype(np.int64).reshape(-1, 2)
    for pixel in range(horizontal.output_size):
        words = [(pixel * strip.pixel_bytes + offset) // 4 for o in strip.offsets for offset in o]
        assert max(words) < strip.records * strip.record_words
        window_of = image[:, pixel * stride : pixel * stride + columns]
        assert (halves[words] * pairs).sum() == (window_of * weights[0]).sum()


def _widened(lines: np.ndarray, strip: Strip) -> np.ndarray:
    """(words, 2): what the records hold, from rows of inputs with their border."""
    rows, each = len(lines), strip.record_elements
    records = []
    for record in range(strip.records):
        taken = [np.append(line, [0] * each)[record * each :][:each] for line in lines]
        words = [
            (taken[upper][i], taken[upper + 1][i])
            for upper in range(0, rows - 1, 2)
            for i in range(each)
        ]
        records += [*words, *([tuple(taken[-1])] if rows % 2 else [])]
    return np.asarray(records, np.int64)
