"""Keyword spotting: one second of speech to one of eight words, "unknown" or "silence".

`docs/keyword_spotting.md` tells how the model hears and how it was trained.
"""

from dataclasses import replace
from pathlib import Path

from generator.tasks import Sample, Task, _folder
from generator.train import keywords
from generator.train.datasets import audio

_ASSETS = _folder.SHIPPED / "kws"


def task() -> Task:
    """The task with its samples: one clip for each label, of speakers never trained on."""
    written = _folder.read(_ASSETS)
    samples = tuple(_sample(index, label) for index, label in enumerate(written.labels))
    return replace(written, samples=samples)


def _sample(index: int, label: str) -> Sample:
    clip = Path(_ASSETS, "clips", f"{label}.wav")
    samples = audio.decode(clip.read_bytes(), clip.name, keywords.FRONT_END.sample_rate_hz)
    pictures = keywords.features(samples[None, :])
    return Sample(label, keywords.network_input(pictures), index, clip)
