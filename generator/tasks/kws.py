"""Keyword spotting: one second of speech to one of eight words, "unknown" or "silence".

`docs/keyword_spotting.md` tells how the model hears and how it was trained.
"""

import json
from pathlib import Path
from typing import Any

from generator.tasks import Accuracy, Sample, Task
from generator.train import keywords
from generator.train.datasets import audio

_ASSETS = Path(__file__).parent / "assets" / "kws"


def task() -> Task:
    """The task with its samples: one clip for each label, of speakers never trained on."""
    card_path = _ASSETS / "card.json"
    card = json.loads(card_path.read_text(encoding="utf-8"))
    labels = tuple((_ASSETS / "labels.txt").read_text(encoding="utf-8").split())
    return Task(
        name="kws",
        title="Keyword spotting: eight spoken English words, unknown, silence",
        model=_ASSETS / "kws.tflite",
        labels=labels,
        samples=tuple(_sample(index, label) for index, label in enumerate(labels)),
        accuracy=_accuracy(labels, card["test"]["confusion"]),
        pass_mark=0.85,
        licence="Model Apache-2.0; data and clips CC-BY-4.0 (assets/kws/ATTRIBUTION.md)",
        trained=_story(card),
        card=card_path,
    )


def _sample(index: int, label: str) -> Sample:
    clip = _ASSETS / "clips" / f"{label}.wav"
    samples = audio.decode(clip.read_bytes(), clip.name, keywords.FRONT_END.sample_rate_hz)
    pictures = keywords.features(samples[None, :])
    return Sample(label, keywords.network_input(pictures), index, clip)


def _accuracy(labels: tuple[str, ...], confusion: dict[str, str]) -> Accuracy:
    return Accuracy(labels, tuple(tuple(map(int, confusion[label].split())) for label in labels))


def _story(card: dict[str, Any]) -> str:
    recipe = card["recipe"]
    return (
        f"generator/train/recipes/kws.py on {card['data']['name']}: "
        f"{recipe['schedule']['epochs']} epochs, seed {recipe['seed']}"
    )
