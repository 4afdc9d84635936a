"""Pruning of single weights at a constant share, then quantisation."""

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.deployment import to_tflite
from generator.train.compression.sparsity import constant, pruned
from generator.train.compression.wishes import Wishes

TITLE = "single weights pruned to a constant share, int8"
ORDER = 5


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The int8 file, with the wished share of zeros among the weights."""
    network = pruned(case, constant(case, wishes.sparsity), "pruning single weights", progress)
    return to_tflite(case, network, "int8")
