"""Farsi sentences with the emotion that they express, made by a grammar of our own.

A sentence puts a feeling (`lexicon.yaml`) of a person into a pattern (`frames.py` lists them). The
parts of the data set share the words for feelings, as no model can guess a word that it never saw,
but neither the patterns nor what causes the feelings: those of the test sentences are never seen in
training. The same seed gives the same sentences.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from generator.train.datasets.farsi_emotions import frames
from generator.train.datasets.farsi_emotions.draw import Draw
from generator.train.datasets.farsi_emotions.lexicon import Emotion, emotions

LABELS = tuple(emotion.name for emotion in emotions())
SEED = 12
# Sentences for each label. Of its causes and topics each part has its own share.
TRAINING_EACH, VALIDATION_EACH, TESTING_EACH = 1500, 80, 200
_PARTS = {"training": (0.0, 0.7), "validation": (0.7, 0.8), "testing": (0.8, 1.0)}


@dataclass(frozen=True)
class Sentences:
    """Sentences in Farsi script, and for each the index of its label in LABELS."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class Corpus:
    """The parts; no sentence is in two of them."""

    training: Sentences
    validation: Sentences
    testing: Sentences


def corpus(seed: int = SEED) -> Corpus:
    """Every sentence of the data set, made in about a second."""
    return Corpus(
        training=_part("training", frames.TRAINING, TRAINING_EACH, seed),
        validation=_part("validation", frames.VALIDATION, VALIDATION_EACH, seed),
        testing=_part("testing", frames.TESTING, TESTING_EACH, seed),
    )


def _part(name: str, patterns: tuple[frames.Frame, ...], each: int, seed: int) -> Sentences:
    rng = Random(f"{name} {seed}")
    made = [
        (text, label)
        for label, emotion in enumerate(emotions())
        for text in _distinct(each, partial(_sentence, rng, emotion, name, patterns))
    ]
    rng.shuffle(made)
    return Sentences(tuple(text for text, _ in made), tuple(label for _, label in made))


def _distinct(count: int, make: Callable[[], str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[make()] = None
    return list(found)


def _sentence(rng: Random, emotion: Emotion, part: str, patterns: tuple[frames.Frame, ...]) -> str:
    others = [other for other in emotions() if other is not emotion]
    draw = Draw(
        rng,
        emotion,
        rng.choice(others),
        _share(emotion.causes, part),
        _share(emotion.topics, part),
    )
    return " ".join(rng.choice(patterns)(draw).split())


def _share(items: tuple[str, ...], part: str) -> tuple[str, ...]:
    start, end = (round(edge * len(items)) for edge in _PARTS[part])
    return items[start:end]
