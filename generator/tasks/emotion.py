"""Emotions in Farsi sentences; `docs/emotion.md` tells how the model reads and what it is worth."""

from generator.graph import Array
from generator.tasks import Task, _folder
from generator.train.frontends.farsi_tokens import Vocabulary
from generator.train.recipes.emotion import LENGTH, VOCABULARY_FILE

_ASSETS = _folder.SHIPPED / "emotion"


def task() -> Task:
    """The task with one held-out sentence for each emotion."""
    return _folder.read(_ASSETS)


def from_text(text: str) -> Array:
    """The model's input for a sentence: int32 (1, 24), numbers of words."""
    return Vocabulary.read(_ASSETS / VOCABULARY_FILE).encode([text], LENGTH)
