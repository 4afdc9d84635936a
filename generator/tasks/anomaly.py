"""Oddities in a machine's temperature, by an autoencoder; `docs/anomaly.md` says how good it is."""

from generator.tasks import Task, _folder


def task() -> Task:
    """The task, with normal and anomalous windows from weeks after those of the training."""
    return _folder.read(_folder.SHIPPED / "anomaly")
