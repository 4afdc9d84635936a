"""A line in fewer bits: exact wherever it is found, and its offset is what its words say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engines.native.designs import _tight_line
from generator.engines.native.designs._line import Line, Staircase
from generator.graph import Array

SHIFT = 4


def layer(seed: int, channels: int, zero_point: int, low: int, high: int) -> Staircase:
    """A layer as depthwise ones are, its first sums among its sums."""
    generator = np.random.default_rng(seed)
    reach = generator.integers(20_000, 60_000, channels)
    return Staircase(
        multiplier=generator.integers(2**30, 2**31, channels),
        right=generator.integers(6, 9, channels),
        least=-reach,
        most=reach + generator.integers(0, 9000, channels),
        zero_point=zero_point,
        low=low,
        high=high,
    )


def first_sums(seed: int, channels: int) -> Array:
    return np.random.default_rng(seed).integers(-60_000, 60_000, channels)


def offset_of(line: Line, first: Array) -> Array:
    """As a kernel reads it: the upper 12 bits of a word and of the factor, moved there."""
    upper = _tight_line.ends(line, first).astype(np.int64) << 26
    word = upper + ((first & (1 << _tight_line.FIRST_BITS) - 1) << 8) + (line.factor << 20)
    return (word & 0xFFFFFFFF).astype(np.uint32).view(np.int32).astype(np.int64) >> 20


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 9),
    st.integers(-128, 127),
    st.sampled_from([(-128, 127), (-128, 0), (-20, 90)]),
)
def test_what_is_found_is_exact(
    seed: int, channels: int, zero_point: int, bounds: tuple[int, int]
) -> None:
    stairs, first = layer(seed, channels, zero_point, *bounds), first_sums(seed, channels)
    line = _tight_line.fit(stairs, first, SHIFT)
    if line is None:
        return
    around = np.concatenate([stairs.steps + move for move in (-2, -1, 0, 1)])
    around = np.clip(around, stairs.least, stairs.most)
    np.testing.assert_array_equal(line.outputs(around, *bounds), stairs.outputs(around))


@pytest.mark.parametrize("seed", range(4))
def test_is_found_where_negative_outputs_are_clamped(seed: int) -> None:
    stairs, first = layer(seed, 64, -128, -128, 127), first_sums(seed, 64)
    line = _tight_line.fit(stairs, first, SHIFT)
    assert line is not None
    whole = first + line.bias
    assert np.all(np.abs(2 * whole + 1) < 2**_tight_line.FIRST_BITS)
    np.testing.assert_array_equal(offset_of(line, whole), line.offset)


def test_first_sums_that_need_more_bits_have_none() -> None:
    stairs = layer(1, 8, -128, -128, 127)
    assert _tight_line.fit(stairs, np.full(8, 2**20), SHIFT) is None
