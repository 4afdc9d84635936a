"""Handwritten digits, learned from MNIST itself: trained on the user's computer."""

from generator.tasks import Task, _folder


def task() -> Task:
    """The task as the user has trained it. Raises NotTrained."""
    return _folder.trained_here(
        "mnist_original", "Handwritten digits, learned from MNIST itself", "MNIST is CC-BY-SA-3.0"
    )
