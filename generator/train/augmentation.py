"""Variations of one-second clips that keep their word: speed, shift, loudness, noise, masks."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Float32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Augmentation:
    """How far clips are varied.

    speed: largest relative change of speed (and with it of pitch).
    shift_samples: largest move to the left or right.
    gain_db: range of the change of loudness.
    noise_share: share of the clips that get background noise.
    snr_db: range of the ratio of the clip's power to the noise's.
    time_mask_frames, band_mask_bands: largest width of the masked stripes (SpecAugment,
        Park et al., arXiv:1904.08779); two of each.
    """

    speed: float
    shift_samples: int
    gain_db: tuple[float, float]
    noise_share: float
    snr_db: tuple[float, float]
    time_mask_frames: int
    band_mask_bands: int

    def sounds(self, clips: Int16, noise: Int16, rng: np.random.Generator) -> Int16:
        """Varied copies of clips (clips, samples) with stretches of noise of the same shape."""
        moved = np.stack([self._move(clip, rng) for clip in clips])
        varied = self._add_noise(moved, noise.astype(np.float32), rng)
        gain = 10 ** (rng.uniform(*self.gain_db, (len(clips), 1)) / 20)
        return _to_int16(varied * gain.astype(np.float32))

    def masks(self, features: Int8, rng: np.random.Generator) -> Int8:
        """Copies of features (clips, frames, bands) with stripes set to each clip's mean."""
        masked = features.copy()
        for picture in masked:
            mean = np.int8(picture.mean())
            for _ in range(2):
                picture[_stripe(picture.shape[0], self.time_mask_frames, rng)] = mean
                picture[:, _stripe(picture.shape[1], self.band_mask_bands, rng)] = mean
        return masked

    def _move(self, clip: Int16, rng: np.random.Generator) -> Float32:
        speed = 1 + rng.uniform(-self.speed, self.speed)
        shift = rng.uniform(-self.shift_samples, self.shift_samples)
        middle = len(clip) / 2
        at = (np.arange(len(clip)) - middle) * speed + middle + shift
        moved = np.interp(at, np.arange(len(clip)), clip, left=0.0, right=0.0)
        return np.asarray(moved, dtype=np.float32)

    def _add_noise(self, clips: Float32, noise: Float32, rng: np.random.Generator) -> Float32:
        snr = 10 ** (rng.uniform(*self.snr_db, (len(clips), 1)) / 20)
        level = _rms(clips) / (_rms(noise) + 1) / snr
        chosen = rng.random((len(clips), 1)) < self.noise_share
        mixed: Float32 = clips + np.where(chosen, level, 0).astype(np.float32) * noise
        return mixed


def stretches(noise: tuple[Int16, ...], count: int, length: int, rng: np.random.Generator) -> Int16:
    """Random stretches of long recordings: int16 (count, length)."""
    chosen = rng.integers(len(noise), size=count)
    starts = [rng.integers(len(noise[which]) - length) for which in chosen]
    pairs = zip(chosen, starts, strict=True)
    return np.stack([noise[which][start : start + length] for which, start in pairs])


def silences(noise: tuple[Int16, ...], count: int, length: int, rng: np.random.Generator) -> Int16:
    """Clips without a word: noise from 3 to 8000 counts RMS, int16 (count, length).

    The recordings differ in level by more than the world does, so each stretch is brought to a
    loudness drawn evenly on the decibel scale.
    """
    sounds = stretches(noise, count, length, rng).astype(np.float32)
    wished = np.exp(rng.uniform(np.log(3), np.log(8000), (count, 1)))
    return _to_int16(sounds * (wished / (_rms(sounds) + 1)))


def _rms(sounds: Float32) -> Float32:
    rms: Float32 = np.sqrt(np.mean(np.square(sounds), axis=-1, keepdims=True))
    return rms


def _to_int16(sounds: npt.NDArray[np.floating]) -> Int16:
    return np.asarray(np.clip(np.rint(sounds), -32768, 32767), dtype=np.int16)


def _stripe(size: int, largest: int, rng: np.random.Generator) -> slice:
    width = int(rng.integers(largest + 1))
    start = int(rng.integers(size - width + 1))
    return slice(start, start + width)
