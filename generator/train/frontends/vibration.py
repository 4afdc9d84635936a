"""What is said of a window of vibration: how strong, how spiky, and how its power spreads.

1. A window of samples without its mean.
2. RMS; kurtosis, mean(x^4) / rms^4; crest factor, max |x| / rms; skewness, mean(x^3) / rms^3
   (Randall, "Vibration-based Condition Monitoring", 2011, chapter 3).
3. A periodic Hann window, a real FFT and its power, summed in equal bands up to half the sample
   rate.
"""

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

WINDOW = 1024
_FOREST_BANDS = 16
_STEPS_PER_DECIBEL = 10


def windows(samples: Float64, hop: int) -> Float64:
    """Windows of 1024 samples, one every `hop`, without their mean: (windows, 1024)."""
    cut = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::hop]
    centred: Float64 = cut - cut.mean(axis=1, keepdims=True)
    return centred


def band_levels(cut: Float64, bands: int) -> Float64:
    """The power of each band in decibels: (windows, 1024) to (windows, bands)."""
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    power = np.abs(np.fft.rfft(cut * hann, axis=1))[:, 1:] ** 2
    levels: Float64 = 10 * np.log10(power.reshape(len(cut), bands, -1).sum(axis=2) + 1e-12)
    return levels


def features(cut: Float64) -> Float32:
    """Twenty whole numbers for a forest, in tenths of a decibel; skewness in hundredths."""
    rms = np.sqrt(np.mean(cut**2, axis=1))
    shape = (
        20 * np.log10(rms),
        10 * np.log10(np.mean(cut**4, axis=1) / rms**4),
        20 * np.log10(np.abs(cut).max(axis=1) / rms),
        10 * np.mean(cut**3, axis=1) / rms**3,
    )
    columns = np.concatenate([np.stack(shape, axis=1), band_levels(cut, _FOREST_BANDS)], axis=1)
    whole: Float32 = np.rint(_STEPS_PER_DECIBEL * columns).astype(np.float32)
    return whole
