"""Augmentation changes what it says by as much as it says, and nothing else."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.train.augmentation import Augmentation, silences, stretches

LENGTH = 4000
STILL = Augmentation(
    speed=0,
    shift_samples=0,
    gain_db=(0, 0),
    noise_share=0,
    snr_db=(10, 10),
    time_mask_frames=0,
    band_mask_bands=0,
)


def sounds(seed: int, clips: int = 4, rms: float = 1000) -> npt.NDArray[np.int16]:
    return np.random.default_rng(seed).normal(0, rms, (clips, LENGTH)).astype(np.int16)


def rms_of(clips: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    return np.sqrt(np.mean(np.square(clips.astype(np.float64)), axis=1))


def test_nothing_allowed_changes_nothing() -> None:
    clips = sounds(0)
    same = STILL.sounds(clips, sounds(1), np.random.default_rng(0))
    np.testing.assert_array_equal(same, clips)


@given(snr_db=st.floats(0, 30), seed=st.integers(0, 100), noise_rms=st.floats(20, 3000))
@settings(max_examples=25, deadline=None)
def test_noise_is_mixed_at_the_wished_ratio(snr_db: float, seed: int, noise_rms: float) -> None:
    noisy = replace(STILL, noise_share=1, snr_db=(snr_db, snr_db))
    clips = sounds(seed)
    mixed = noisy.sounds(clips, sounds(seed + 1, rms=noise_rms), np.random.default_rng(seed))
    added = mixed.astype(np.int32) - clips
    measured = 20 * np.log10(rms_of(clips) / rms_of(added))
    np.testing.assert_allclose(measured, snr_db, atol=0.7)


@given(gain_db=st.floats(-20, 6))
@settings(max_examples=20, deadline=None)
def test_gain_scales_the_clip(gain_db: float) -> None:
    louder = replace(STILL, gain_db=(gain_db, gain_db))
    clips = sounds(3)
    changed = louder.sounds(clips, sounds(4), np.random.default_rng(0))
    np.testing.assert_allclose(changed, clips * 10 ** (gain_db / 20), atol=1)


def test_shift_moves_and_pads_with_silence() -> None:
    clips = np.zeros((1, LENGTH), np.int16)
    clips[0, LENGTH // 2] = 20_000
    moved = replace(STILL, shift_samples=1000).sounds(clips, clips, np.random.default_rng(1))
    distance = abs(int(np.argmax(moved[0])) - LENGTH // 2)
    assert 0 < distance <= 1000
    assert np.count_nonzero(moved) <= 2


@given(rms=st.floats(100, 8000), seed=st.integers(0, 50))
@settings(max_examples=20, deadline=None)
def test_silences_have_any_loudness_within_the_bounds(rms: float, seed: int) -> None:
    long = np.random.default_rng(seed).normal(0, rms, 20_000).clip(-32768, 32767).astype(np.int16)
    quiet = silences((long,), 6, LENGTH, np.random.default_rng(seed))
    assert quiet.shape == (6, LENGTH)
    assert rms_of(quiet).max() <= 8000 * 1.05
    assert rms_of(quiet).min() >= 3 * 0.9


def test_stretches_are_cut_from_the_recordings() -> None:
    recording = np.arange(9000, dtype=np.int16)
    for stretch in stretches((recording,), 5, 100, np.random.default_rng(0)):
        np.testing.assert_array_equal(np.diff(stretch), 1)


@given(seed=st.integers(0, 200), frames=st.integers(0, 10), bands=st.integers(0, 8))
@settings(max_examples=40, deadline=None)
def test_masks_cover_at_most_two_stripes_each_way(seed: int, frames: int, bands: int) -> None:
    rng = np.random.default_rng(seed)
    features = rng.integers(-128, 128, (3, 49, 40)).astype(np.int8)
    before = features.copy()
    masked = replace(STILL, time_mask_frames=frames, band_mask_bands=bands).masks(features, rng)
    np.testing.assert_array_equal(features, before)
    for old, new in zip(features, masked, strict=True):
        changed = old != new
        full_rows = changed.mean(axis=1) > 0.9
        full_columns = changed.mean(axis=0) > 0.9
        assert full_rows.sum() <= 2 * frames
        assert full_columns.sum() <= 2 * bands
        assert not changed[~full_rows][:, ~full_columns].any()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_sounds(seed: int) -> None:
    lively = Augmentation(0.1, 500, (-10, 6), 0.8, (0, 30), 4, 4)
    first, second = (
        lively.sounds(sounds(0), sounds(1), np.random.default_rng(seed)) for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)
