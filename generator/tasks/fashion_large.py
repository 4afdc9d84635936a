"""Fashion-MNIST by a wide network, which others have published measurements of."""

from generator.tasks import Task, _folder


def task() -> Task:
    """The task, with pictures that the model was never shown."""
    return _folder.read(_folder.SHIPPED / "fashion_large")
