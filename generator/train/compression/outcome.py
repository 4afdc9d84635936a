"""What a method made of a network, before it meets a board."""

import gzip
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from generator import discover
from generator.progress import Progress
from generator.score import Score
from generator.train.answers import Reals
from generator.train.compression.case import Case
from generator.train.compression.wishes import Wishes
from generator.train.data import Truth

_METHODS = "generator.train.compression.methods"


@dataclass(frozen=True, eq=False)
class Outcome:
    """A compressed network.

    method: its word. title: what was done, in one line. model: the .tflite file.
    score: on the test split, computed by TensorFlow Lite's reference kernels.
    loss: the mean cross-entropy in nats for classes, the mean squared error otherwise.
    gzip_bytes: the file's, packed by gzip -9, as the literature compares pruned networks.
    """

    method: str
    title: str
    model: bytes
    score: Score
    loss: float
    gzip_bytes: int


def methods() -> list[str]:
    """The words of all methods in the table's order, with dashes."""
    names = discover.module_names(_METHODS)
    return [name.replace("_", "-") for name in sorted(names, key=lambda name: _module(name).ORDER)]


def outcome(case: Case, method: str, wishes: Wishes, progress: Progress) -> Outcome:
    """Carries out one method and judges its file."""
    from generator.train.conversion import lite

    module = _module(method)
    model: bytes = module.compress(case, wishes, progress)
    progress("judging", 0, 1)
    testing = case.data.testing
    outputs = lite.first_output(model, [testing.inputs]).astype(np.float64)
    return Outcome(
        method=method,
        title=module.TITLE,
        model=model,
        score=case.answers.score(outputs, testing.truth),
        loss=_loss(outputs, testing.truth),
        gzip_bytes=len(gzip.compress(model, 9, mtime=0)),
    )


def _module(method: str) -> ModuleType:
    return discover.module(_METHODS, method, "method")


def _loss(outputs: Reals, truth: Truth) -> float:
    """Cross-entropy of the true label's probability, at least int8's smallest step."""
    if np.issubdtype(truth.dtype, np.integer):
        flat = outputs.reshape(len(outputs), -1)
        probability = flat[np.arange(len(flat)), truth.astype(np.int64)]
        return float(-np.log(np.maximum(probability, 1 / 256)).mean())
    return float(np.mean((outputs.reshape(truth.shape) - truth) ** 2))
