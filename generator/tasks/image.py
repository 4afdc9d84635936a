"""CIFAR-10 by a network that fits 64 KiB of flash and 20 KiB of RAM: trained by the user."""

from generator.tasks import Task, _folder


def task() -> Task:
    """The task as the user has trained it. Raises NotTrained."""
    return _folder.trained_here(
        "image",
        "Ten kinds of things on colour pictures of 32x32 pixels, small network",
        "CIFAR-10 has no formal licence",
    )
