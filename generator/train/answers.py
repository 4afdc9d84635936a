"""What a network is asked for: its loss, targets, score and samples."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.score import Score
from generator.train import evaluation
from generator.train.data import Float32, Truth
from generator.train.fitting import Schedule, classifying

Reals = npt.NDArray[np.floating]
Indices = npt.NDArray[np.integer]


@dataclass(frozen=True)
class Classes:
    """One of several labels; the network yields logits, the deployed model probabilities."""

    labels: tuple[str, ...]

    @property
    def outputs(self) -> int:
        """How many numbers the network yields."""
        return len(self.labels)

    def loss(self, schedule: Schedule) -> Any:
        """The Keras loss."""
        return classifying(schedule)

    def targets(self, truth: Truth) -> Float32:
        """What the network should yield, (inputs, labels)."""
        return np.eye(len(self.labels), dtype=np.float32)[truth.astype(np.int64)]

    def score(self, outputs: Reals, truth: Truth) -> Score:
        """The accuracy, with its confusion matrix."""
        return evaluation.accuracy(outputs, truth.astype(np.int64), self.labels)

    def samples(self, outputs: Reals, truth: Truth) -> Indices:
        """The first input of each label that is recognised, or else its first."""
        right = np.argmax(outputs, axis=1) == truth
        firsts = [np.lexsort((~right, truth != label))[0] for label in np.unique(truth)]
        return np.array(firsts)

    def sample_name(self, truth: Any) -> str:
        """The label."""
        return self.labels[int(truth)]


@dataclass(frozen=True)
class Anomalies:
    """What is unlike all that is normal; the network restores its input.

    The deployed model yields two numbers, how normal and how anomalous an input is.
    """

    labels: tuple[str, ...] = ("normal", "anomaly")

    def loss(self, schedule: Schedule) -> Any:
        """The Keras loss."""
        del schedule
        return "mean_squared_error"

    def targets(self, truth: Truth) -> Float32:
        """What the network should yield: in training the truth is the input."""
        return truth.astype(np.float32)

    def score(self, outputs: Reals, truth: Truth) -> Score:
        """The area under the ROC curve of the anomalies."""
        return evaluation.auc(outputs[:, 1], truth.astype(np.int64))

    def samples(self, outputs: Reals, truth: Truth) -> Indices:
        """The first of each label that is recognised, or else its first."""
        return Classes(self.labels).samples(outputs, truth)

    def sample_name(self, truth: Any) -> str:
        """The label."""
        return self.labels[int(truth)]


@dataclass(frozen=True)
class Quantity:
    """A number.

    unit: in which errors are stated. per_output: so many of it are an output of 1.
    """

    unit: str
    per_output: float
    labels: tuple[str, ...] = ()
    outputs: int = 1

    def loss(self, schedule: Schedule) -> Any:
        """The Keras loss."""
        del schedule
        return "mean_squared_error"

    def targets(self, truth: Truth) -> Float32:
        """What the network should yield, (inputs, 1)."""
        return truth.astype(np.float32)

    def score(self, outputs: Reals, truth: Truth) -> Score:
        """The root of the mean squared error."""
        scale = self.per_output
        return evaluation.rmse(outputs * scale, truth.astype(float) * scale, self.unit)

    def samples(self, outputs: Reals, truth: Truth) -> Indices:
        """The first few inputs, however well they are answered."""
        del truth
        return np.arange(min(5, len(outputs)))

    def sample_name(self, truth: Any) -> str:
        """The true number."""
        return f"{float(np.squeeze(truth)) * self.per_output:,.0f} {self.unit}"
