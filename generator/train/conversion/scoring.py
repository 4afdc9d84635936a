"""How well outputs agree with labels: accuracy for classes, RMSE for numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.errors import RequestError


@dataclass(frozen=True)
class Quality:
    """A figure of merit over a number of examples.

    name: "accuracy", a share from 0 to 1, or "RMSE", in the labels' unit.
    """

    name: str
    value: float
    examples: int


def quality(outputs: npt.NDArray[Any], labels: npt.NDArray[Any]) -> Quality:
    """Compares outputs (examples, ...) with labels.

    Integer labels of one number each are class indices, labels of the outputs' shape with several
    numbers each are one-hot; other labels are what the outputs should be.
    Raises RequestError where labels are neither.
    """
    flat = outputs.reshape(len(outputs), -1).astype(np.float64)
    truth = labels.reshape(len(labels), -1)
    classes = flat.shape[1]
    if classes > 1 and truth.shape[1] == 1 and np.issubdtype(truth.dtype, np.integer):
        return _accuracy(flat, truth[:, 0], classes)
    if classes > 1 and truth.shape == flat.shape and _is_one_hot(truth):
        return _accuracy(flat, truth.argmax(axis=1), classes)
    if truth.shape != flat.shape:
        raise RequestError(
            f"Labels of the shape {labels.shape} do not belong to outputs of {outputs.shape}.",
            hint="Class indices are one integer for each example.",
        )
    error = np.sqrt(np.mean((flat - truth.astype(np.float64)) ** 2))
    return Quality("RMSE", float(error), len(flat))


def _accuracy(flat: npt.NDArray[Any], truth: npt.NDArray[Any], classes: int) -> Quality:
    if truth.min() < 0 or truth.max() >= classes:
        raise RequestError(
            f"Labels go from {truth.min()} to {truth.max()}, the network has {classes} classes "
            f"from 0 to {classes - 1}."
        )
    return Quality("accuracy", float(np.mean(flat.argmax(axis=1) == truth)), len(flat))


def _is_one_hot(truth: npt.NDArray[Any]) -> bool:
    return bool(np.all((truth == 0) | (truth == 1)) and np.all(truth.sum(axis=1) == 1))
