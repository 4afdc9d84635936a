"""One multiplication for TensorFlow Lite Micro's two roundings: exact wherever a line is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engines.native.designs._line import Staircase, fit, fit_together
from generator.quantization import rescale


def stairs_of(seed: int, channels: int, zero_point: int, low: int, high: int) -> Staircase:
    """Staircases of random layers."""
    generator = np.random.default_rng(seed)
    first = generator.integers(-4000, 4000, channels)
    reach = generator.integers(0, 300_000, channels)
    return Staircase(
        multiplier=generator.integers(2**30, 2**31, channels),
        right=generator.integers(6, 10, channels),
        least=first - reach,
        most=first + generator.integers(0, 300_000, channels),
        zero_point=zero_point,
        low=low,
        high=high,
    )


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 9),
    st.integers(-128, 127),
    st.sampled_from([(-128, 127), (-128, 0), (-20, 90)]),
    st.sampled_from([1, 256]),
)
def test_what_is_found_is_exact(
    seed: int, channels: int, zero_point: int, bounds: tuple[int, int], scale: int
) -> None:
    stairs = stairs_of(seed, channels, zero_point, *bounds)
    line = fit(stairs, scale)
    if line is None:
        return
    sums = np.random.default_rng(seed).integers(stairs.least, stairs.most + 1, (500, channels))
    np.testing.assert_array_equal(line.outputs(sums, *bounds), stairs.outputs(sums))
    around = np.concatenate([stairs.steps + move for move in (-2, -1, 0, 1)])
    around = np.clip(around, stairs.least, stairs.most)
    np.testing.assert_array_equal(line.outputs(around, *bounds), stairs.outputs(around))


@pytest.mark.parametrize("scale", [1, 256])
@pytest.mark.parametrize("seed", range(5))
def test_is_found_where_negative_outputs_are_clamped(seed: int, scale: int) -> None:
    assert fit(stairs_of(seed, 64, -128, -128, 127), scale) is not None


def test_is_not_found_where_halves_go_away_from_zero_on_both_sides() -> None:
    assert fit(stairs_of(0, 8, 0, -128, 127)) is None


def test_stairs_are_those_of_tensorflow_lite() -> None:
    stairs = stairs_of(3, 1, -5, -128, 127)
    multiplier, right = int(stairs.multiplier[0]), int(stairs.right[0])
    for output, step in zip(stairs.wanted[:, 0], stairs.steps[:, 0], strict=True):
        if stairs.least[0] < step <= stairs.most[0]:
            before, at = (rescale(int(step) - move, multiplier, -right) - 5 for move in (1, 0))
            assert before < output <= at


def test_a_channel_with_one_output_takes_part() -> None:
    stairs = stairs_of(1, 3, -128, -128, 127)
    still = np.array([True, False, False])
    stairs = Staircase(
        stairs.multiplier,
        np.where(still, 2, stairs.right),
        np.where(still, 77, stairs.least),
        np.where(still, 77, stairs.most),
        -128,
        -128,
        127,
    )
    line = fit(stairs)
    assert line is not None
    sums = np.stack([stairs.least, stairs.most])
    np.testing.assert_array_equal(line.outputs(sums, -128, 127), stairs.outputs(sums))


@pytest.mark.parametrize("seed", range(4))
def test_lines_that_share_their_offsets(seed: int) -> None:
    stairs = [stairs_of(2 * seed + half, 32, -128, -128, 127) for half in (0, 1)]
    lines = fit_together(stairs, (256, 1), (12, 4))
    assert lines is not None
    np.testing.assert_array_equal(lines[0].offset, lines[1].offset)
    for one, line in zip(stairs, lines, strict=True):
        around = np.concatenate([one.steps + move for move in (-1, 0, 1)])
        around = np.clip(around, one.least, one.most)
        np.testing.assert_array_equal(line.outputs(around, -128, 127), one.outputs(around))
