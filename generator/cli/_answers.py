"""What a firmware answered to one input after another, as `infer` shows and keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.figures import figure, simulated
from generator.measurement import Measurement

# The index of the right label, or what the outputs should be; None where it is not known.
Truth = int | tuple[float, ...] | None
_SHOWN = 3


@dataclass(frozen=True)
class Answer:
    """index: of the sample. outputs: the first output, as real numbers.

    labels: one for each output; () where they are no classes.
    """

    index: int
    outputs: tuple[float, ...]
    labels: tuple[str, ...]
    truth: Truth

    @property
    def label(self) -> str | None:
        """The likeliest class; None where the outputs are no classes."""
        return self.labels[int(np.argmax(self.outputs))] if self.labels else None

    @property
    def right(self) -> bool | None:
        """Whether that is the true one; None where it cannot be said."""
        if not self.labels or not isinstance(self.truth, int):
            return None
        return self.label == self.labels[self.truth]

    def line(self) -> str:
        """For people."""
        expected = self._expected()
        verdict = "right" if self.right else f"expected {expected}" if expected else ""
        return f"{self.index:>4}  {verdict and f'{verdict}: '}{self._said()}"

    def facts(self) -> dict[str, Any]:
        """For programs."""
        return {
            "sample": self.index,
            "outputs": list(self.outputs),
            "label": self.label,
            "truth": list(self.truth) if isinstance(self.truth, tuple) else self.truth,
            "right": self.right,
        }

    def _said(self) -> str:
        if not self.labels:
            return _numbers(self.outputs)
        order = np.argsort(self.outputs)[::-1][:_SHOWN]
        first, *others = (f"{self.labels[n]} {self.outputs[n]:.0%}" for n in order)
        return f"{first}  ({', '.join(others)})" if others else first

    def _expected(self) -> str | None:
        if isinstance(self.truth, tuple):
            return _numbers(self.truth)
        if self.truth is None:
            return None
        return self.labels[self.truth] if self.labels else str(self.truth)


def _numbers(values: Sequence[float]) -> str:
    more = " …" if len(values) > _SHOWN else ""
    return ", ".join(f"{value:.4g}" for value in values[:_SHOWN]) + more


def summary(answers: Sequence[Answer], measured: Measurement, seconds: float | None) -> str:
    """Shares and times of all of them.

    measured: by the firmware at its start. seconds: what everything took with the transfer to a
    board; None where that says nothing.
    """
    judged = [answer.right for answer in answers if answer.right is not None]
    milliseconds = measured.inference.cycles.mean / measured.clock_hz * 1e3
    parts = [f"{sum(judged)} of {len(judged)} right"] if judged else []
    parts.append(f"{figure(milliseconds)} ms an inference{simulated(measured.band_percent)}")
    parts.append(f"{figure(1e3 / milliseconds)} a second")
    if seconds:
        parts.append(f"{figure(len(answers) / seconds)} a second with the transfer")
    return ", ".join(parts)
