"""Human activity recognition: stationary, walking or running, from one second of acceleration."""

from generator.tasks import Task, _folder


def task() -> Task:
    """The task, with windows of recordings that the model was never shown."""
    return _folder.read(_folder.SHIPPED / "har")
