"""Channels' constants in six bytes say what TensorFlow Lite's multipliers and shifts say."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.engines.native.designs import _short_heads
from generator.engines.native.designs._line import Staircase
from generator.graph import Array

_INT31 = st.integers(2**30, 2**31 - 1)
# multiplier, right shift, first value, sums above it
_CHANNEL = st.tuples(_INT31, st.integers(5, 12), st.integers(-90_000, 90_000), st.just(30_000))
_DEAD = st.tuples(_INT31, st.integers(1, 20), st.integers(-500_000, 500_000), st.just(0))


def _read(words: Array, halves: list[list[int]], shift: int) -> tuple[Array, Array, Array]:
    """(multiplier, right shift, first value) as the kernel reads them."""
    low = words.astype(np.int64) & 0x7F
    upper = (low >> 3) - ((low >> 3 & 8) << 1)
    first = upper * 65_536 + np.array([each[0] for each in halves])
    changes = np.array([each[1] if len(each) > 1 else 0 for each in halves])
    multiplier = (words.astype(np.int64) & 0x3FFFFFFF | 0x40000000) ^ changes
    return multiplier, shift + (low & 7), first


@given(st.lists(_CHANNEL, min_size=1, max_size=6), st.lists(_DEAD, max_size=3))
def test_heads_give_the_same_outputs(
    living: list[tuple[int, int, int, int]], dead: list[tuple[int, int, int, int]]
) -> None:
    multiplier, right, first, reach = np.array([*living, *dead], np.int64).T
    stairs = Staircase(multiplier, right, first, first + reach, 3, -128, 127)
    heads = _short_heads.pack(stairs, first, np.zeros(first.size, bool))
    if heads is None:  # a dead channel's output is rounded otherwise there; seldom
        return
    got = _read(heads.words, heads.halves, heads.shift)
    for above in (0, 1, 15_000, 30_000):
        above_first = np.minimum(above, reach)
        wanted = stairs.outputs(first + above_first)
        read = Staircase(got[0], got[1], got[2], got[2] + reach, 3, -128, 127)
        assert read.outputs(got[2] + above_first).tolist() == wanted.tolist()


def test_dead_channels_do_not_keep_a_layer_from_it() -> None:
    multiplier = np.full(3, 2**30 + 12_345_678, np.int64)
    first = np.array([1_000, -70_000, 250_000], np.int64)
    reach = np.array([20_000, 0, 0], np.int64)
    stairs = Staircase(multiplier, np.array([9, 2, 20]), first, first + reach, -5, -128, 127)
    assert _short_heads.pack(stairs, first, np.zeros(3, bool)) is not None
