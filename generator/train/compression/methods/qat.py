"""Quantisation-aware training: the network learns with int8's rounding in place.

Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
Inference", arXiv:1712.05877.
"""

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.deployment import to_tflite
from generator.train.compression.rounding import with_rounding
from generator.train.compression.wishes import Wishes

TITLE = "quantisation-aware training, int8"
ORDER = 3


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The int8 file."""
    del wishes
    network = with_rounding(case, case.copy())
    case.fine_tune(network, "quantisation-aware training", progress)
    return to_tflite(case, network, "int8")
