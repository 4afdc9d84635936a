"""Pruning of single weights at a growing share, then quantisation."""

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.deployment import to_tflite
from generator.train.compression.sparsity import growing, pruned
from generator.train.compression.wishes import Wishes

TITLE = "single weights pruned by a growing share, int8"
ORDER = 6


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The int8 file, with the wished share of zeros among the weights, reached step by step."""
    network = pruned(case, growing(case, wishes.sparsity), "pruning step by step", progress)
    return to_tflite(case, network, "int8")
