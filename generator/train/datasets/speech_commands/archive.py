"""Reads Speech Commands from its public archives: tar files of WAV clips by word."""

import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from generator.progress import Progress
from generator.train.datasets import audio
from generator.train.datasets.download import Archive, fetch
from generator.train.datasets.speech_commands import cache
from generator.train.datasets.speech_commands.clips import (
    CLIP_SAMPLES,
    COMMANDS,
    NOISE,
    SAMPLE_RATE_HZ,
    Clips,
    Int16,
    SpeechCommands,
    split_of,
)

_BASE = "https://storage.googleapis.com/download.tensorflow.org/data"
# SHA-256 as in torchaudio's and TensorFlow Datasets' lists of checksums.
TRAINING = Archive(
    f"{_BASE}/speech_commands_v0.02.tar.gz",
    "af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58",
)
TESTING = Archive(
    f"{_BASE}/speech_commands_test_set_v0.02.tar.gz",
    "cc2a00c1147c2254e9be3fa0f779d8c17421dc349b86366567a8edfa9acd51df",
)
# All words that are no command share one label; more clips of each would crowd out the others.
_CLIPS_PER_OTHER_WORD = 150


def read(progress: Progress) -> SpeechCommands:
    """Every command word's clips and some of every other word's, downloaded once."""
    name = f"speech_commands_archive_{TRAINING.sha256[:8]}_{TESTING.sha256[:8]}"
    return cache.speech_commands(
        name, lambda: decode(fetch(TRAINING, progress), fetch(TESTING, progress))
    )


def decode(training: Path, testing: Path) -> SpeechCommands:
    """The data set from its two downloaded archives.

    Clips that the hash rule gives to the test set are left out of training and validation.
    """
    parts: dict[str, list[tuple[str, Int16]]] = {"training": [], "validation": []}
    noise = []
    for name, sound in _sounds(training, _CLIPS_PER_OTHER_WORD):
        word, _, file_name = name.partition("/")
        if word == NOISE:
            noise.append(sound)
        elif (part := split_of(file_name)) in parts:
            parts[part].append((name, audio.fit(sound, CLIP_SAMPLES)))
    held_out = [(name, audio.fit(sound, CLIP_SAMPLES)) for name, sound in _sounds(testing, None)]
    return SpeechCommands(
        training=Clips.of(parts["training"]),
        validation=Clips.of(parts["validation"]),
        testing=Clips.of(held_out),
        noise=tuple(noise),
    )


def _sounds(archive: Path, per_other_word: int | None) -> Iterator[tuple[str, Int16]]:
    """Pairs of `<word>/<stem>` and samples, in the archive's order."""
    seen: Counter[str] = Counter()
    with tarfile.open(archive, "r:gz") as contents:
        for member in contents:
            path = PurePosixPath(member.name)
            word = path.parent.name
            if path.suffix != ".wav" or not word:
                continue
            seen[word] += 1
            bounded = per_other_word is not None and word not in (*COMMANDS, NOISE)
            if bounded and seen[word] > (per_other_word or 0):
                continue
            file = contents.extractfile(member)
            if file is not None:
                yield f"{word}/{path.stem}", audio.decode(file.read(), path.name, SAMPLE_RATE_HZ)
