"""The keyword task's vocabulary and its network's input, one path for training and deployment."""

import numpy as np
import numpy.typing as npt

from generator.train.frontends.log_mel import LogMel

Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Int64 = npt.NDArray[np.int64]

WORDS = ("down", "go", "left", "no", "right", "stop", "up", "yes")
LABELS = (*WORDS, "unknown", "silence")
UNKNOWN = LABELS.index("unknown")
SILENCE = LABELS.index("silence")
FRONT_END = LogMel()
CLIP_SAMPLES = 16_000

_INDEX = {word: index for index, word in enumerate(WORDS)} | {"_silence_": SILENCE}
_CHUNK_CLIPS = 256


def label_indices(words: tuple[str, ...]) -> Int64:
    """The label of each word of Speech Commands; what is none of the eight is "unknown"."""
    return np.array([_INDEX.get(word, UNKNOWN) for word in words], dtype=np.int64)


def features(samples: Int16) -> Int8:
    """The log-mel pictures of int16 clips (clips, 16000): int8 (clips, frames, bands)."""
    starts = range(0, len(samples), _CHUNK_CLIPS)
    parts = [FRONT_END.features(samples[start : start + _CHUNK_CLIPS]) for start in starts]
    return np.concatenate(parts)


def network_input(pictures: Int8) -> Int8:
    """Pictures (clips, frames, bands) in the network's shape (clips, frames, 1, bands)."""
    return pictures[:, :, np.newaxis, :]
