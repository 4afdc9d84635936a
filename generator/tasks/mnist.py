"""Handwritten digits, learned from drawn ones and UCI's, measured by MNIST."""

from generator.tasks import Task, _folder


def task() -> Task:
    """The task, with digits of UCI's that the model was never shown."""
    return _folder.read(_folder.SHIPPED / "mnist")
