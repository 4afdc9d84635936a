"""The same line in 32-bit products, for cores without long multiplications: exact where found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engines.native.designs._split_line import fit
from tests.engines.test_line import stairs_of


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 9),
    st.sampled_from([-128, -128, 5]),
    st.sampled_from([(-128, 127), (-128, 0), (-20, 90), (7, 7)]),
)
def test_what_is_found_is_exact(
    seed: int, channels: int, zero_point: int, bounds: tuple[int, int]
) -> None:
    stairs = stairs_of(seed, channels, zero_point, *bounds)
    line = fit(stairs)
    if line is None:
        return
    sums = np.random.default_rng(seed).integers(stairs.least, stairs.most + 1, (500, channels))
    np.testing.assert_array_equal(line.outputs(sums), stairs.outputs(sums))
    if stairs.wanted.size:
        around = np.concatenate([stairs.steps + move for move in (-2, -1, 0, 1)])
        around = np.clip(around, stairs.least, stairs.most)
        np.testing.assert_array_equal(line.outputs(around), stairs.outputs(around))


@pytest.mark.parametrize("seed", range(5))
def test_is_found_where_negative_outputs_are_clamped(seed: int) -> None:
    assert fit(stairs_of(seed, 64, -128, -128, 127)) is not None


@pytest.mark.parametrize("seed", range(5))
def test_is_bent_where_halves_go_away_from_zero_on_both_sides(seed: int) -> None:
    line = fit(stairs_of(seed, 16, 5, -128, 127))
    assert line is not None
    assert line.is_bent
