"""Lines with one constant less: exact for every sum wherever they are found."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engines.native.designs._line import Staircase
from generator.engines.native.designs._offset_line import OffsetLine, fit_offset, fit_start
from generator.graph import Array


def _stairs(
    seed: int, channels: int, zero_point: int, greatest_right: int
) -> tuple[Staircase, Array]:
    generator = np.random.default_rng(seed)
    first = generator.integers(-40_000, 40_000, channels)
    stairs = Staircase(
        multiplier=generator.integers(2**30, 2**31, channels),
        right=generator.integers(6, greatest_right + 1, channels),
        least=first - generator.integers(0, 100_000, channels),
        most=first + generator.integers(0, 100_000, channels),
        zero_point=zero_point,
        low=-128,
        high=127,
    )
    return stairs, first


fits = pytest.mark.parametrize("fit", [fit_offset, fit_start])
Fit = Callable[[Staircase, Array], OffsetLine | None]


@fits
@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 9),
    st.sampled_from([-128, -128, -100, 0, 127]),
    st.integers(6, 16),
)
def test_what_is_found_is_exact(
    fit: Fit, seed: int, channels: int, zero_point: int, right: int
) -> None:
    stairs, first = _stairs(seed, channels, zero_point, right)
    line = fit(stairs, first)
    if line is None:
        return
    assert np.all(np.abs(line.scale) <= 256)
    sums = np.random.default_rng(seed).integers(stairs.least, stairs.most + 1, (500, channels))
    around = np.concatenate([stairs.steps + move for move in (-2, -1, 0, 1)])
    for tried in (sums, np.clip(around, stairs.least, stairs.most)):
        got = line.outputs(tried - first, stairs.low, stairs.high)
        np.testing.assert_array_equal(got, stairs.outputs(tried))


@fits
@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_instructions_stay_within_words(fit: Fit, seed: int) -> None:
    stairs, first = _stairs(seed, 32, -128, 9)
    line = fit(stairs, first)
    if line is None:
        return
    for end in (stairs.least, stairs.most):
        started = (end - first) * line.scale + line.start
        assert np.all(np.abs(started) < 2**31)
        assert np.all(np.abs(line.reached(end - first)) < 2**31)


@fits
@pytest.mark.parametrize("seed", range(5))
def test_is_found_where_negative_outputs_are_clamped(fit: Fit, seed: int) -> None:
    assert fit(*_stairs(seed, 64, -128, 9)) is not None


@fits
def test_is_not_found_where_halves_go_away_from_zero_on_both_sides(fit: Fit) -> None:
    assert fit(*_stairs(0, 8, 0, 6)) is None


@fits
def test_channels_with_one_output_take_part(fit: Fit) -> None:
    stairs, first = _stairs(1, 4, -128, 7)
    still = np.array([True, False, False, True])
    ends = [np.where(still, 77, end) for end in (stairs.least, stairs.most)]
    stairs = Staircase(stairs.multiplier, np.where(still, 20, stairs.right), *ends, -128, -128, 127)
    line = fit(stairs, first)
    assert line is not None
    sums = np.stack(ends)
    got = line.outputs(sums - first, -128, 127)
    np.testing.assert_array_equal(got, stairs.outputs(sums))
