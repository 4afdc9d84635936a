"""Decoded clips kept between runs, in the user's cache folder."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from generator.train.datasets.download import cache_folder
from generator.train.datasets.speech_commands.clips import Clips, SpeechCommands

_PARTS = ("training", "validation", "testing")


def speech_commands(name: str, make: Callable[[], SpeechCommands]) -> SpeechCommands:
    """The data set stored under a name; made and stored by `make` the first time."""
    path = cache_folder() / f"{name}.npz"
    if not path.is_file():
        _store(make(), path)
    return _restore(path)


def _store(data: SpeechCommands, path: Path) -> None:
    clips = {part: getattr(data, part) for part in _PARTS}
    arrays: dict[str, Any] = {f"{part}_samples": clips[part].samples for part in _PARTS}
    arrays |= {f"{part}_names": np.array(clips[part].names) for part in _PARTS}
    arrays |= {f"noise_{index:03}": sound for index, sound in enumerate(data.noise)}
    partial = path.with_suffix(f".{os.getpid()}.npz")
    np.savez(partial, **arrays)
    partial.replace(path)


def _restore(path: Path) -> SpeechCommands:
    with np.load(path) as stored:
        parts = {
            part: Clips(stored[f"{part}_samples"], tuple(map(str, stored[f"{part}_names"])))
            for part in _PARTS
        }
        noise = tuple(stored[key] for key in sorted(stored.files) if key.startswith("noise_"))
    return SpeechCommands(**parts, noise=noise)
