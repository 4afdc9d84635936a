"""Post-training quantisation: int8 throughout, without training on."""

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.deployment import to_tflite
from generator.train.compression.wishes import Wishes

TITLE = "post-training quantisation, int8"
ORDER = 2


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The int8 file."""
    del wishes
    progress("quantising", 0, 1)
    return to_tflite(case, case.network, "int8")
