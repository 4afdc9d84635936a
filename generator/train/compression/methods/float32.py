"""No compression: what the others are compared with."""

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.deployment import to_tflite
from generator.train.compression.wishes import Wishes

TITLE = "float32, as trained"
ORDER = 0


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The float32 file."""
    del wishes
    progress("converting to float32", 0, 1)
    return to_tflite(case, case.network, "float32")
