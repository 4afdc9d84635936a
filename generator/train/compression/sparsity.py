"""Pruning of single weights by magnitude, by tensorflow-model-optimization.

Zhu and Gupta, "To prune, or not to prune", arXiv:1710.01878: the smallest weights become zero
while the others are trained on.
"""

from typing import Any

from generator.progress import Progress
from generator.train.compression.case import Case

# How often in a fine-tuning the smallest weights are chosen anew.
_CHOICES = 50


def constant(case: Case, share: float) -> Any:
    """A schedule that zeroes this share of the weights from the start."""
    from tensorflow_model_optimization.sparsity import keras as sparsity

    return sparsity.ConstantSparsity(share, begin_step=0, frequency=_frequency(case))


def growing(case: Case, share: float) -> Any:
    """A schedule whose share of zeros grows from none to this one in two thirds of the steps."""
    from tensorflow_model_optimization.sparsity import keras as sparsity

    return sparsity.PolynomialDecay(
        initial_sparsity=0.0,
        final_sparsity=share,
        begin_step=0,
        end_step=max(1, case.steps * 2 // 3),
        frequency=_frequency(case),
    )


def pruned(case: Case, schedule: Any, what: str, progress: Progress) -> Any:
    """The network fine-tuned while `schedule` zeroes its weights."""
    from tensorflow_model_optimization.sparsity import keras as sparsity

    network = sparsity.prune_low_magnitude(case.copy(), pruning_schedule=schedule)
    case.fine_tune(network, what, progress, (sparsity.UpdatePruningStep(),))
    return sparsity.strip_pruning(network)


def _frequency(case: Case) -> int:
    return max(1, case.steps // _CHOICES)
