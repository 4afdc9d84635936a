"""Whole channels removed, which makes every layer smaller, then quantisation."""

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.channels import without_weak_channels
from generator.train.compression.deployment import to_tflite
from generator.train.compression.wishes import Wishes

TITLE = "whole channels removed, int8"
ORDER = 4


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The int8 file of a network with fewer channels."""
    smaller = without_weak_channels(case.network, wishes.sparsity)
    case.fine_tune(smaller, "training the smaller network", progress)
    return to_tflite(case, smaller, "int8")
