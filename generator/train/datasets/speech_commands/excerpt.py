"""Reads an excerpt of Speech Commands: zip files of Ogg Opus, FLAC and WAV clips."""

import csv
import gzip
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.train.datasets import audio, local
from generator.train.datasets.speech_commands import cache
from generator.train.datasets.speech_commands.clips import (
    CLIP_SAMPLES,
    NOISE,
    SAMPLE_RATE_HZ,
    Clips,
    Int16,
    SpeechCommands,
)

TRAIN = Path("datasets/speech_commands_train")
TEST = Path("datasets/speech_commands_v2_testset_subset.zip")


@dataclass(frozen=True)
class Excerpt:
    """Where the excerpt lies: the folder with the training zips, and the zip of test clips."""

    train: Path
    test: Path


def find(data: Path | None) -> Excerpt | None:
    """The excerpt in the folder `data`, by default `$GENERATOR_DATA` or else `../shared/data`.

    None where that folder has no such excerpt.
    """
    root = local.root(data)
    excerpt = Excerpt(root / TRAIN, root / TEST)
    return excerpt if excerpt.train.is_dir() and excerpt.test.is_file() else None


def read(excerpt: Excerpt) -> SpeechCommands:
    """Every clip of the excerpt, decoded once and from then on taken from the cache."""
    manifest = excerpt.train / "MANIFEST.csv.gz"
    name = f"speech_commands_excerpt_{manifest.stat().st_size}_{excerpt.test.stat().st_size}"
    return cache.speech_commands(name, lambda: _decode(excerpt))


def read_testing(archive: Path) -> Clips:
    """The clips of the zip file of test clips."""
    return Clips.of(list(_clips(archive)))


def _decode(excerpt: Excerpt) -> SpeechCommands:
    split = _splits(excerpt.train / "MANIFEST.csv.gz")
    named = [
        clip
        for archive in sorted(excerpt.train.glob("*.zip"))
        if archive.stem != NOISE.strip("_")
        for clip in _clips(archive)
    ]
    return SpeechCommands(
        training=Clips.of([clip for clip in named if split[clip[0]] == "training"]),
        validation=Clips.of([clip for clip in named if split[clip[0]] == "validation"]),
        testing=read_testing(excerpt.test),
        noise=tuple(sound for _, sound in _sounds(excerpt.train / f"{NOISE.strip('_')}.zip")),
    )


def _splits(manifest: Path) -> dict[str, str]:
    with gzip.open(manifest, "rt", newline="") as file:
        return {_stem(row["file"]): row["split"] for row in csv.DictReader(file)}


def _clips(archive: Path) -> Iterator[tuple[str, Int16]]:
    for name, sound in _sounds(archive):
        yield name, audio.fit(sound, CLIP_SAMPLES)


def _sounds(archive: Path) -> Iterator[tuple[str, Int16]]:
    with zipfile.ZipFile(archive) as contents:
        for name in sorted(n for n in contents.namelist() if "/" in n):
            yield _stem(name), audio.decode(contents.read(name), name, SAMPLE_RATE_HZ)


def _stem(name: str) -> str:
    return name.rpartition(".")[0]
