"""Post-training quantisation with 16-bit activations."""

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.deployment import to_tflite
from generator.train.compression.wishes import Wishes

TITLE = "post-training quantisation, activations int16, weights int8"
ORDER = 1


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The file with int8 weights and int16 activations."""
    del wishes
    progress("quantising to int16x8", 0, 1)
    return to_tflite(case, case.network, "int16x8")
