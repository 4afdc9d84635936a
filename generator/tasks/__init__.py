"""The tasks that ship with a trained model, one file each: `kws` is `generator/tasks/kws.py`.

Each module has a function `task() -> Task`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Sample:
    """A real input that the model was never trained on.

    name: short and unique within the task.
    data: in the model's input dtype and shape, with the batch of one.
    label_index: the true label.
    clip: the recording that it was made from.
    """

    name: str
    data: npt.NDArray[np.generic]
    label_index: int
    clip: Path | None


@dataclass(frozen=True)
class Accuracy:
    """How often a model was right: confusion[true label][answer] counts clips."""

    labels: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]

    @property
    def clips(self) -> int:
        """How many inputs were tried."""
        return sum(map(sum, self.confusion))

    @property
    def correct(self) -> int:
        """How many of them got the true label."""
        return sum(row[index] for index, row in enumerate(self.confusion))

    @property
    def share(self) -> float:
        """Correct answers as a share of all, from 0 to 1."""
        return self.correct / self.clips

    @property
    def per_label(self) -> dict[str, float]:
        """The share of correct answers for each true label that was tried."""
        rows = zip(self.labels, enumerate(self.confusion), strict=True)
        return {label: row[index] / sum(row) for label, (index, row) in rows if sum(row)}


@dataclass(frozen=True)
class Task:
    """A trained model with everything needed to see it work.

    name: the word to type.
    title: one line for people.
    model: the .tflite file.
    labels: in the order of the model's outputs.
    samples: real inputs, at least one for each label.
    accuracy: of this very model on clips of speakers it was never trained on.
    pass_mark: the least share of correct answers that a release may have.
    licence: of the model and of the data.
    trained: how the model came to be, in one line.
    card: the model card, JSON.
    """

    name: str
    title: str
    model: Path
    labels: tuple[str, ...]
    samples: tuple[Sample, ...]
    accuracy: Accuracy
    pass_mark: float
    licence: str
    trained: str
    card: Path
