"""A subject against an oracle on many samples, and the layers of the sample that tells most."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from generator.graph import Array, Graph
from generator.own_process import cpu_seconds, resident_bytes
from generator.score import Confusion, Score, accuracy
from generator.validation.cost import Cost
from generator.validation.difference import TOLERANCE, Difference, differing, first_difference
from generator.validation.layers import LayerVerdict, Subject, walk
from generator.validation.metrics import Metrics, measure, real, same_bits
from generator.validation.samples import Samples

Tick = Callable[[int, int], None]
Judge = Callable[[Array, Array], Score]  # of real outputs (samples, elements) and the truth


@dataclass(frozen=True, eq=False)
class Answers:
    """What someone answered: one list of outputs for each sample; and what that took."""

    title: str
    outputs: tuple[tuple[Array, ...], ...]
    cost: Cost


@dataclass(frozen=True)
class Comparison:
    """What a subject answers, held against an oracle.

    differing_samples: those in which any output differs beyond the tolerance. output_difference:
    in the first of them. layers: of that sample, or of the first; () where nobody looked.
    """

    subject: str
    oracle: str
    samples: int
    metrics: Metrics
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
class Standing:
    """How good someone's answers are, and what they take.

    score: None where nobody knows the right answers. agreement: the share of samples whose
    greatest element of the first output is that of the most trusted oracle; None where an output
    is one number.
    """

    title: str
    samples: int
    score: Score | None
    agreement: float | None
    cost: Cost


@dataclass(frozen=True)
class Outcome:
    """comparisons: each place against the most trusted oracle. others: other oracles against it.

    standings: all that were asked, the network before quantisation first. missing: oracles that
    could not be asked, and why.
    """

    comparisons: tuple[Comparison, ...]
    others: tuple[Comparison, ...]
    standings: tuple[Standing, ...]
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
    memory, wall, cpu = resident_bytes(), time.perf_counter(), cpu_seconds()
    outputs = []
    for done, inputs in enumerate(samples, 1):
        outputs.append(tuple(model.run(inputs)))
        tick(done, len(samples))
    seconds, busy = time.perf_counter() - wall, cpu_seconds() - cpu
    added = None if memory is None else max(0, (resident_bytes() or memory) - memory)
    cost = Cost(seconds / len(samples), busy / len(samples), added)
    return Answers(model.title, tuple(outputs), cost)


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
    """Outputs of all samples that both answered, which each did from the first one on.

    With a subject and the graph that it computes, its layers too.
    """
    wrong = [
        position
        for position, (mine, yours) in enumerate(zip(ours.outputs, theirs.outputs, strict=False))
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
        differing_samples=len(wrong),
        output_difference=_output_difference(ours, theirs, graph, wrong[0], tolerance)
        if wrong
        else None,
        layers=layers,
    )


def standing(
    answers: Answers, trusted: Answers, graph: Graph, samples: Samples, judge: Judge | None
) -> Standing:
    """graph: the one whose outputs were answered. judge: scores real outputs by the truth."""
    output = graph.tensors[graph.outputs[0]]
    count = len(answers.outputs)
    score = None
    if judge is not None and samples.truth is not None:
        first = np.stack([outputs[0].reshape(-1) for outputs in answers.outputs])
        score = judge(real(first, output), samples.truth[:count])
    agreement = None
    if output.size > 1:
        agreement = float(np.mean(greatest(answers) == greatest(trusted)[:count]))
    return Standing(answers.title, count, score, agreement, answers.cost)


def greatest(answers: Answers) -> Array:
    """The index of the greatest element of each first output; of equals the first."""
    return np.array([int(np.argmax(outputs[0])) for outputs in answers.outputs])


def classes(labels: Sequence[str]) -> Judge:
    """A judge of indices: how often the greatest output is at the true one.

    labels: their names; () where they have none.
    """

    def judge(outputs: Array, truth: Array) -> Score:
        width = max(outputs.shape[1], int(truth.max()) + 1)
        names = tuple(labels) if len(labels) == width else tuple(map(str, range(width)))
        counts = np.zeros((width, width), np.int64)
        np.add.at(counts, (truth, np.argmax(outputs, axis=1)), 1)
        return accuracy(Confusion(names, tuple(tuple(map(int, row)) for row in counts)))

    return judge


def _metrics(ours: Answers, theirs: Answers, graph: Graph) -> Metrics:
    tensors = [graph.tensors[name] for name in graph.outputs]
    equal, actual, expected = 0, [], []
    for mine, yours in zip(ours.outputs, theirs.outputs, strict=False):
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
