"""How good a model is on data it was never trained on: a share, an error or an area."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ClassQuality:
    """How well one class is told from the others, each from 0 to 1.

    inputs: that truly are of it. precision: the share of answers "this class" that are right;
    recall: the share of its inputs that are found; f1: their harmonic mean. None for 0 of 0.
    """

    label: str
    inputs: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class Confusion:
    """How often a classifier gave which answer: counts[true label][answer]."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def inputs(self) -> int:
        """How many inputs were tried."""
        return sum(map(sum, self.counts))

    @property
    def correct(self) -> int:
        """How many of them got the true label."""
        return sum(row[index] for index, row in enumerate(self.counts))

    @property
    def accuracy(self) -> float:
        """Correct answers as a share of all, from 0 to 1."""
        return self.correct / self.inputs

    @property
    def recall(self) -> dict[str, float]:
        """The share of correct answers for each true label that was tried."""
        rows = zip(self.labels, enumerate(self.counts), strict=True)
        return {label: row[index] / sum(row) for label, (index, row) in rows if sum(row)}

    @property
    def classes(self) -> tuple[ClassQuality, ...]:
        """The quality of every class, in order."""
        return tuple(map(self._quality, range(len(self.labels))))

    def _quality(self, index: int) -> ClassQuality:
        hits = self.counts[index][index]
        inputs, answers = sum(self.counts[index]), sum(row[index] for row in self.counts)
        return ClassQuality(
            label=self.labels[index],
            inputs=inputs,
            precision=hits / answers if answers else None,
            recall=hits / inputs if inputs else None,
            f1=2 * hits / (inputs + answers) if inputs + answers else None,
        )


@dataclass(frozen=True)
class Score:
    """One figure of merit.

    name: "accuracy", "AUC", "RMSE", in the words of the field.
    value: an accuracy or area from 0 to 1, an error in `unit`.
    inputs: how many held-out inputs it was measured on.
    unit: of the value, "" for a pure number.
    confusion: what a classifier's accuracy comes from, None for other scores.
    """

    name: str
    value: float
    higher_is_better: bool
    inputs: int
    unit: str = ""
    confusion: Confusion | None = None

    def passes(self, mark: float) -> bool:
        """Whether the value is at least as good as the mark."""
        return self.value >= mark if self.higher_is_better else self.value <= mark

    @property
    def text(self) -> str:
        """The value for people: "94.3%", "0.987", "131,482 USD"."""
        if self.name == "accuracy":
            return f"{self.value:.1%}"
        number = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.3f}"
        return f"{number} {self.unit}".rstrip()

    def facts(self) -> dict[str, Any]:
        """For a model card or another program, as JSON; `from_facts` reads it."""
        facts = {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "higher_is_better": self.higher_is_better,
            "inputs": self.inputs,
        }
        return facts | (_confusion_facts(self.confusion) if self.confusion else {})


def accuracy(confusion: Confusion) -> Score:
    """A classifier's share of correct answers."""
    return Score("accuracy", confusion.accuracy, True, confusion.inputs, confusion=confusion)


def from_facts(facts: dict[str, Any]) -> Score:
    """The score that `Score.facts` was made of; an accuracy is counted anew."""
    if "confusion" in facts:
        rows = facts["confusion"]
        counts = tuple(tuple(map(int, row.split())) for row in rows.values())
        return accuracy(Confusion(tuple(rows), counts))
    fields = ("name", "value", "higher_is_better", "inputs", "unit")
    return Score(*(facts[field] for field in fields))


def _confusion_facts(confusion: Confusion) -> dict[str, Any]:
    rows = zip(confusion.labels, confusion.counts, strict=True)
    return {
        "correct": confusion.correct,
        "recall": {label: round(share, 4) for label, share in confusion.recall.items()},
        "confusion": {label: " ".join(map(str, row)) for label, row in rows},
    }
