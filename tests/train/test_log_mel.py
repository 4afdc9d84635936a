"""The front end against a direct Fourier sum and librosa, and against what physics says."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.train.frontends.log_mel import LogMel

FRONT_END = LogMel()
CLIP_SAMPLES = 16_000


def tone(hz: float, amplitude: float, samples: int = CLIP_SAMPLES) -> npt.NDArray[np.int16]:
    t = np.arange(samples) / FRONT_END.sample_rate_hz
    return np.rint(amplitude * np.sin(2 * np.pi * hz * t)).astype(np.int16)


def noise(seed: int, amplitude: float, samples: int = CLIP_SAMPLES) -> npt.NDArray[np.int16]:
    return np.rint(np.random.default_rng(seed).normal(0, amplitude, samples)).astype(np.int16)


def triangle(hz: float, left: float, peak: float, right: float) -> float:
    if left < hz <= peak:
        return (hz - left) / (peak - left)
    return (right - hz) / (right - peak) if peak < hz < right else 0.0


def slow_energy(clip: npt.NDArray[np.int16], frame: int, band: int) -> float:
    """One band's energy by the formulas of the module's page, written out as sums."""
    top, bottom = (2595 * math.log10(1 + hz / 700) for hz in (7600.0, 60.0))
    edges = [
        700 * (10 ** ((bottom + (top - bottom) * (band + i) / 41) / 2595) - 1) for i in range(3)
    ]
    piece = clip[320 * frame : 320 * frame + 512].astype(float)
    n = np.arange(512)
    windowed = piece * (0.5 - 0.5 * np.cos(2 * np.pi * n / 512))
    energy = 0.0
    for k in range(257):
        weight = triangle(16_000 * k / 512, *edges)
        if weight > 0:
            energy += weight * abs(np.sum(windowed * np.exp(-2j * np.pi * k * n / 512))) ** 2
    return energy


@pytest.mark.parametrize(("frame", "band"), [(0, 0), (7, 3), (23, 19), (48, 39)])
def test_energies_follow_the_written_formulas(frame: int, band: int) -> None:
    clip = noise(seed=frame, amplitude=1000)
    energies = FRONT_END.energies(clip[np.newaxis])[0]
    assert energies[frame, band] == pytest.approx(slow_energy(clip, frame, band), rel=1e-9)


def test_energies_agree_with_librosa() -> None:
    librosa = pytest.importorskip("librosa", reason="librosa is not installed")
    clip = noise(seed=5, amplitude=2000)
    expected = librosa.feature.melspectrogram(
        y=clip.astype(np.float64),
        sr=16_000,
        n_fft=512,
        hop_length=320,
        center=False,
        n_mels=40,
        fmin=60.0,
        fmax=7600.0,
        htk=True,
        norm=None,
        dtype=np.float64,
    )
    np.testing.assert_allclose(FRONT_END.energies(clip[np.newaxis])[0], expected.T, rtol=1e-6)


def test_digital_silence_is_the_lowest_value_and_full_scale_the_highest() -> None:
    silent = FRONT_END.features(np.zeros((1, CLIP_SAMPLES), np.int16))
    assert np.all(silent == -128)
    loud = FRONT_END.features(tone(1000.0, 32767)[np.newaxis])
    assert loud.max() >= 126


@given(hz=st.floats(200, 7000), amplitude=st.floats(500, 30_000))
@settings(max_examples=30, deadline=None)
def test_a_tone_is_loudest_in_the_band_around_it(hz: float, amplitude: float) -> None:
    energies = FRONT_END.energies(tone(hz, amplitude)[np.newaxis])[0].mean(axis=0)
    band = int(np.argmax(energies))
    spread = FRONT_END.sample_rate_hz / FRONT_END.window_samples
    left, right = FRONT_END.edges_hz[band], FRONT_END.edges_hz[band + 2]
    assert left - spread <= hz <= right + spread


@given(seed=st.integers(0, 1000), amplitude=st.integers(100, 1500), doublings=st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_twice_the_amplitude_adds_two_octaves_of_power(
    seed: int, amplitude: int, doublings: int
) -> None:
    quiet = noise(seed, amplitude)
    loud = (quiet.astype(np.int32) << doublings).clip(-32768, 32767).astype(np.int16)
    if not np.array_equal(loud.astype(np.int32) >> doublings, quiet):
        return  # it clipped
    before = FRONT_END.features(quiet[np.newaxis]).astype(int)
    after = FRONT_END.features(loud[np.newaxis]).astype(int)
    inside = (before > -128) & (after < 127)
    assert inside.any()
    assert np.all((after - before)[inside] == 16 * doublings)


@given(
    clips=st.integers(1, 3),
    window=st.sampled_from([256, 512, 1024]),
    hop=st.integers(100, 600),
    bands=st.integers(8, 40),
    samples=st.integers(1024, 20_000),
)
@settings(max_examples=30, deadline=None)
def test_shape_is_clips_by_whole_windows_by_bands(
    clips: int, window: int, hop: int, bands: int, samples: int
) -> None:
    front_end = LogMel(window_samples=window, hop_samples=hop, bands=bands)
    sounds = np.stack([noise(seed, 100, samples) for seed in range(clips)])
    features = front_end.features(sounds)
    starts = [start for start in range(0, samples, hop) if start + window <= samples]
    assert features.shape == (clips, len(starts), bands)
    assert features.dtype == np.int8


def test_every_filter_hears_something_and_neighbours_overlap() -> None:
    filters = FRONT_END.filters
    assert np.all(filters.max(axis=1) > 0.5)
    assert np.all((filters[:-1] * filters[1:]).sum(axis=1) > 0)
