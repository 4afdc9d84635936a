"""Asks other interpreters of a model file; where one crashes or refuses, the next one counts."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from generator import oracles, passes
from generator.errors import ToolError
from generator.graph import Graph
from generator.oracles import Opened, Remote, Unavailable
from generator.oracles.definition import Definition
from generator.progress import Progress
from generator.quantization import real
from generator.validation.compare import Answers, ask
from generator.validation.samples import Samples

_FLOAT_ORACLES = ("litert", "tflm", "definition")
_SLOW = "definition"


def ask_oracles(
    model: Path, graph: Graph, samples: Samples, few: int, progress: Progress
) -> tuple[list[Answers], dict[str, str]]:
    """Their answers, the most trusted first, and why others gave none.

    few: how many samples our own slow definition is asked, unless it is the most trusted one.
    """
    answered: list[tuple[Opened, Answers]] = []
    missing: dict[str, str] = {}
    for name in oracles.names():
        try:
            opened = oracles.open_model(name, model, graph)
            given = samples.first(few) if answered and name == _SLOW else samples
            answered.append((opened, _answers(opened, given, progress)))
        except Unavailable as why:
            missing[name] = why.message
    if not any(opened.exact for opened, _ in answered):
        # What only passes make computable, legacy uint8, is held against what they made of it.
        mine = Opened(_SLOW, True, Definition(passes.run(graph)[0]))
        answered.insert(0, (mine, _answers(mine, samples, progress)))
    return [answers for _, answers in answered], missing


def _answers(opened: Opened, samples: Samples, progress: Progress) -> Answers:
    oracle = opened.oracle
    answers = ask(oracle, samples, partial(progress, f"asking {oracle.title}"))
    if not isinstance(oracle, Remote):
        return answers
    oracle.close()
    cost = replace(
        answers.cost,
        cpu_seconds=oracle.cpu_seconds / len(samples),
        memory_bytes=oracle.memory_bytes,
    )
    return replace(answers, cost=cost)


def ask_float_network(
    model: Path, plain: Graph, quantised: Graph, samples: Samples, progress: Progress
) -> Answers:
    """What the network before quantisation answers to the same inputs, in LiteRT where it is."""
    columns = zip(samples.columns, quantised.inputs, plain.inputs, strict=True)
    given = tuple(
        real(quantised.tensors[ours], column).astype(plain.tensors[theirs].dtype)
        for column, ours, theirs in columns
    )
    for name in _FLOAT_ORACLES:
        try:
            opened = oracles.open_model(name, model, plain)
            answers = _answers(opened, replace(samples, columns=given), progress)
            return replace(answers, title=f"float network in {opened.oracle.title}")
        except Unavailable:
            continue
    raise ToolError("Nothing here runs the network before quantisation.", where=model.name)
