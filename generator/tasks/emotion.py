"""Emotions in Farsi sentences; `docs/emotion.md` tells how the model reads and what it is worth."""

from generator.tasks import Task, _folder


def task() -> Task:
    """The task with one held-out sentence for each emotion."""
    return _folder.read(_folder.SHIPPED / "emotion")
