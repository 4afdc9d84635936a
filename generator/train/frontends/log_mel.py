"""One second of sound to the int8 picture that a keyword network reads: a log-mel spectrogram.

The chain is made of steps that a Cortex-M can repeat in fixed point: integer samples in, a window
of a power-of-two length, a real FFT, a sum over triangles, a base-2 logarithm (a leading-zero
count and a small table) and one shift. Nothing is normalised per clip.

With x the int16 samples, N the window, K the bands (Rabiner and Schafer, "Theory and Applications
of Digital Speech Processing", chapters 6 and 8; the mel scale is the HTK one, "The HTK Book",
section 5.6):

    w[n]    = 0.5 - 0.5 cos(2 pi n / N)                   periodic Hann
    X[t, k] = sum_n w[n] x[t hop + n] exp(-2 pi i k n / N)
    E[t, b] = sum_k M[b, k] |X[t, k]|^2                   triangles of peak 1, equal steps in mel
    q[t, b] = clamp(floor(8 log2(E[t, b]) - 8 * 12 + 0.5) - 128, -128, 127)

One step of q is 1/8 octave of power (0.376 dB). The range of 32 octaves (96 dB) goes from white
noise of about 2 counts RMS, the floor, to a full-scale sine, so that q needs no scaling. The
network reads q as a tensor of scale 1/64 and zero point 0: numbers from -2 to 2.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Float64 = npt.NDArray[np.float64]

STEPS_PER_OCTAVE = 8
FLOOR_OCTAVES = 12
SCALE = 1 / 64
ZERO_POINT = 0


@dataclass(frozen=True)
class LogMel:
    """The front end's parameters; frequencies in Hz, lengths in samples.

    sample_rate_hz: of the clips.
    window_samples: window and FFT length, a power of two.
    hop_samples: from one frame to the next.
    bands: triangular mel filters from low_hz to high_hz.
    """

    sample_rate_hz: int = 16_000
    window_samples: int = 512
    hop_samples: int = 320
    bands: int = 40
    low_hz: float = 60.0
    high_hz: float = 7600.0

    def frame_count(self, samples: int) -> int:
        """How many whole windows fit into that many samples."""
        return 1 + (samples - self.window_samples) // self.hop_samples

    @cached_property
    def window(self) -> Float64:
        """The periodic Hann window, (window_samples,)."""
        n = np.arange(self.window_samples)
        return 0.5 - 0.5 * np.cos(2 * np.pi * n / self.window_samples)

    @cached_property
    def edges_hz(self) -> Float64:
        """Where the triangles begin, peak and end: (bands + 2,), equally spaced in mel."""
        low, high = _mel(np.array([self.low_hz, self.high_hz]))
        return _hz(np.linspace(low, high, self.bands + 2))

    @cached_property
    def filters(self) -> Float64:
        """The triangles at the FFT's bins, (bands, window_samples // 2 + 1)."""
        bins_hz = np.fft.rfftfreq(self.window_samples, 1 / self.sample_rate_hz)
        left, peak, right = (self.edges_hz[i : i + self.bands, np.newaxis] for i in range(3))
        rising = (bins_hz - left) / (peak - left)
        falling = (right - bins_hz) / (right - peak)
        return np.maximum(0.0, np.minimum(rising, falling))

    def energies(self, clips: Int16) -> Float64:
        """The band energies E of int16 clips (clips, samples): (clips, frames, bands)."""
        windows = np.lib.stride_tricks.sliding_window_view(clips, self.window_samples, axis=-1)
        spectra = np.fft.rfft(windows[:, :: self.hop_samples] * self.window)
        power = np.square(spectra.real) + np.square(spectra.imag)
        return power @ self.filters.T

    def features(self, clips: Int16) -> Int8:
        """The network's input for int16 clips (clips, samples): int8 (clips, frames, bands)."""
        octaves = np.log2(np.maximum(self.energies(clips), 1.0)) - FLOOR_OCTAVES
        steps = np.floor(STEPS_PER_OCTAVE * octaves + 0.5) - 128
        return np.asarray(np.clip(steps, -128, 127), dtype=np.int8)


def _mel(hz: Float64) -> Float64:
    return 2595.0 * np.log10(1.0 + hz / 700.0)


def _hz(mel: Float64) -> Float64:
    return 700.0 * (10.0 ** (mel / 2595.0) - 1.0)
