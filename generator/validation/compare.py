"""A subject against an oracle on many samples, and the layers of the sample that tells most."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from generator.graph import Array, Graph
from generator.validation.difference import TOLERANCE, Difference, differing, first_difference
from generator.validation.layers import LayerVerdict, Subject, walk
from generator.validation.metrics import Metrics, measure, real, same_bits
from generator.validation.samples import Samples

Tick = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Answers:
    """What someone answered: one list of outputs for each sample.

    seconds: on this computer's clock, for all of them. cpu_seconds: of this process.
    """

    title: str
    outputs: tuple[tuple[Array, ...], ...]
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True)
class Comparison:
    """What a subject answers, held against an oracle.

    agreement: the share of samples whose greatest element of the first output is the same.
    accuracy: the share that is right; None without labels. differing_samples: those in which
    any output differs beyond the tolerance. output_difference: in the first of them.
    layers: those of that sample, or of the first; () where they were not looked at.
    """

    subject: str
    oracle: str
    samples: int
    metrics: Metrics
    agreement: float
    accuracy: float | None
    oracle_accuracy: float | None
    differing_samples: int
    output_difference: Difference | None
    layers: tuple[LayerVerdict, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs, neither outputs nor layers."""
        return self.differing_samples == 0 and self.first_difference is None

    @property
    def first_difference(self) -> Difference | None:
        """The earliest layer that differs; where layers were not looked at, the output."""
        wrong = (layer.difference for layer in self.layers if layer.difference is not None)
        return next(wrong, self.output_difference)


@dataclass(frozen=True)
class Outcome:
    """comparisons: each place against the most trusted oracle. others: other oracles against it.

    missing: oracles that could not be asked, and why.
    """

    comparisons: tuple[Comparison, ...]
    others: tuple[Comparison, ...]
    missing: Mapping[str, str]

    @property
    def same(self) -> bool:
        """Whether the code computes everywhere what it should."""
        return all(comparison.same for comparison in self.comparisons)


class Runs(Protocol):
    """Anything that runs an inference from the model's initial state; its title for people."""

    title: str

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """Stored inputs to stored outputs."""
        ...


def ask(model: Runs, samples: Samples, tick: Tick = lambda _done, _total: None) -> Answers:
    """The answers to all samples."""
    wall, cpu = time.perf_counter(), time.process_time()
    outputs = []
    for done, inputs in enumerate(samples, 1):
        outputs.append(tuple(model.run(inputs)))
        tick(done, len(samples))
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    return Answers(model.title, tuple(outputs), seconds, cpu_seconds)


def compare(
    ours: Answers,
    theirs: Answers,
    graph: Graph,
    samples: Samples,
    *,
    subject: Subject | None = None,
    simplified: Graph | None = None,
    tolerance: float = TOLERANCE,
) -> Comparison:
    """Outputs of all samples; with a subject and the graph that it computes, its layers too."""
    wrong = [
        position
        for position, (mine, yours) in enumerate(zip(ours.outputs, theirs.outputs, strict=True))
        if any(
            differing(a.reshape(b.shape), b, tolerance) for a, b in zip(mine, yours, strict=True)
        )
    ]
    looked_at = wrong[0] if wrong else 0
    layers: tuple[LayerVerdict, ...] = ()
    if subject is not None and simplified is not None:
        inputs = [column[looked_at] for column in samples.columns]
        layers = tuple(walk(subject, simplified, inputs, sample=looked_at, tolerance=tolerance))
    return Comparison(
        subject=ours.title,
        oracle=theirs.title,
        samples=len(ours.outputs),
        metrics=_metrics(ours, theirs, graph),
        agreement=float(np.mean(greatest(ours) == greatest(theirs))),
        accuracy=accuracy(ours, samples),
        oracle_accuracy=accuracy(theirs, samples),
        differing_samples=len(wrong),
        output_difference=_output_difference(ours, theirs, graph, wrong[0], tolerance)
        if wrong
        else None,
        layers=layers,
    )


def greatest(answers: Answers) -> Array:
    """The index of the greatest element of each first output; of equals the first."""
    return np.array([int(np.argmax(outputs[0])) for outputs in answers.outputs])


def accuracy(answers: Answers, samples: Samples) -> float | None:
    """The share of right answers; None where the right ones are not known."""
    if samples.labels is None:
        return None
    return float(np.mean(greatest(answers) == samples.labels[: len(answers.outputs)]))


def _metrics(ours: Answers, theirs: Answers, graph: Graph) -> Metrics:
    tensors = [graph.tensors[name] for name in graph.outputs]
    equal, actual, expected = 0, [], []
    for mine, yours in zip(ours.outputs, theirs.outputs, strict=True):
        for a, b, tensor in zip(mine, yours, tensors, strict=True):
            equal += int(np.sum(same_bits(a.reshape(b.shape), b)))
            actual.append(real(a, tensor).ravel())
            expected.append(real(b, tensor).ravel())
    return measure(np.concatenate(actual), np.concatenate(expected), equal)


def _output_difference(
    ours: Answers, theirs: Answers, graph: Graph, sample: int, tolerance: float
) -> Difference | None:
    for name, mine, yours in zip(
        graph.outputs, ours.outputs[sample], theirs.outputs[sample], strict=True
    ):
        found = first_difference(
            mine, yours, graph.tensors[name], sample=sample, tolerance=tolerance
        )
        if found is not None:
            return found
    return None
