"""Google Speech Commands v0.02: one-second clips of single English words, CC-BY-4.0.

Pete Warden, "Speech Commands: A Dataset for Limited-Vocabulary Speech Recognition",
arXiv:1804.03209. Training and validation clips never share a speaker with the test clips:
the split follows a hash of the speaker's id (section 7.2 of the paper).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int16 = npt.NDArray[np.int16]

SAMPLE_RATE_HZ = 16_000
CLIP_SAMPLES = 16_000
COMMANDS = ("down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes")
NOISE = "_background_noise_"
LICENCE = "CC-BY-4.0"
ATTRIBUTION = (
    'Pete Warden, "Speech Commands: A Dataset for Limited-Vocabulary Speech Recognition", '
    "arXiv:1804.03209, and the volunteers who recorded it"
)

_NO_SAMPLES: Int16 = np.zeros((0, CLIP_SAMPLES), dtype=np.int16)


@dataclass(frozen=True)
class Clips:
    """One-second clips with their words.

    samples: int16 (clips, 16000), shorter recordings padded with zeros at the end.
    names: `<word>/<speaker>_nohash_<n>` of each clip.
    """

    samples: Int16
    names: tuple[str, ...]

    @classmethod
    def of(cls, named: Sequence[tuple[str, Int16]]) -> "Clips":
        """From pairs of a name and 16000 samples."""
        samples = np.stack([clip for _, clip in named]) if named else _NO_SAMPLES
        return cls(samples, tuple(name for name, _ in named))

    @property
    def words(self) -> tuple[str, ...]:
        """The spoken word of each clip; the test set also has "_unknown_" and "_silence_"."""
        return tuple(name.partition("/")[0] for name in self.names)

    def take(self, indices: npt.NDArray[np.integer]) -> "Clips":
        """The clips at these indices."""
        return Clips(self.samples[indices], tuple(self.names[index] for index in indices))

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class SpeechCommands:
    """The three parts, without a speaker in common, and long recordings of background noise.

    noise: int16 arrays of different lengths at 16 kHz.
    """

    training: Clips
    validation: Clips
    testing: Clips
    noise: tuple[Int16, ...]


def split_of(file_name: str) -> str:
    """The part that a clip belongs to: "training", "validation" or "testing".

    The rule of the data set's README: SHA-1 of the name before "_nohash_", modulo 2^27, as a
    percentage; below 10 is validation, below 20 testing.
    """
    speaker = file_name.split("_nohash_", maxsplit=1)[0]
    largest = 2**27 - 1
    digest = hashlib.sha1(speaker.encode(), usedforsecurity=False).hexdigest()
    bucket = int(digest, 16) % (largest + 1)
    percentage = bucket * 100.0 / largest
    if percentage < 10:
        return "validation"
    return "testing" if percentage < 20 else "training"
