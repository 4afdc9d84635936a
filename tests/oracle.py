"""TensorFlow Lite Micro, as the independent oracle for every kernel, and our C beside it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from generator import interpret, memory, ops, readers
from generator.engines import engine
from generator.goal import Goal
from generator.graph import Array, Graph
from generator.program import Program
from generator.render.model import render_model
from generator.runners.host import HostModel
from generator.targets import target

runtime = pytest.importorskip(
    "tflite_micro.python.tflite_micro.runtime", reason="needs the tflite-micro wheel"
)

# Undefined behaviour in generated code ends the process instead of giving a lucky answer.
SANITIZE = ("-fsanitize=undefined", "-fno-sanitize-recover=all", "-g")


class Micro:
    """A model in TensorFlow Lite Micro."""

    def __init__(self, model: bytes, arena_bytes: int = 4_000_000) -> None:
        self._interpreter = runtime.Interpreter.from_bytes(model, arena_size=arena_bytes)

    def run(self, inputs: Sequence[Array], outputs: int) -> list[Array]:
        """One inference."""
        for position, value in enumerate(inputs):
            self._interpreter.set_input(value, position)
        self._interpreter.invoke()
        return [self._interpreter.get_output(i).copy() for i in range(outputs)]


def graph_of(model: Path) -> Graph:
    """A checked graph."""
    graph = readers.read(model)
    ops.check(graph)
    return graph


def program_of(graph: Graph, core: str = "host", goal: Goal = "time") -> Program:
    """The graph lowered by our engine."""
    return engine("native").lower(graph, target(core), "model", goal)


def host_model(graph: Graph, directory: Path, flags: Sequence[str] = ()) -> HostModel:
    """The generated C of a graph, compiled for this computer."""
    program = program_of(graph)
    return HostModel(program, render_model(program, memory.plan(program)), directory, flags)


reference = interpret.outputs
first_values = interpret.first_values


def random_inputs(graph: Graph, generator: np.random.Generator) -> list[Array]:
    """Values over the whole range of each input's type; reals around zero."""
    return [
        _random(graph.tensors[name].shape, graph.tensors[name].dtype, generator)
        for name in graph.inputs
    ]


def _random(shape: tuple[int, ...], dtype: np.dtype, generator: np.random.Generator) -> Array:
    if dtype.kind == "f":
        return generator.normal(scale=2.0, size=shape).astype(dtype)
    if dtype.kind == "b":
        return generator.integers(0, 2, shape).astype(dtype)
    info = np.iinfo(dtype)
    return generator.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


def sensible_inputs(graph: Graph, generator: np.random.Generator) -> list[Array]:
    """Random inputs, but integers that may be indices are 0 to 3."""
    tensors = [graph.tensors[name] for name in graph.inputs]
    return [
        generator.integers(0, 4, t.shape).astype(t.dtype)
        if t.dtype.name in ("int32", "int64", "uint32")
        else _random(t.shape, t.dtype, generator)
        for t in tensors
    ]


def distance(ours: Array, theirs: Array) -> float:
    """How many integers differ; for reals, the greatest difference over the greatest magnitude."""
    ours = ours.reshape(theirs.shape)
    if theirs.dtype.kind != "f":
        return float(np.sum(ours != theirs))
    apart = np.where(np.isnan(ours) & np.isnan(theirs) | (ours == theirs), 0.0, abs(ours - theirs))
    finite = np.abs(theirs[np.isfinite(theirs)])
    return float(np.max(apart, initial=0.0)) / max(float(np.max(finite, initial=0.0)), 1e-30)


def assert_same(actual: Sequence[Array], expected: Sequence[Array], what: str) -> None:
    """Bit for bit, and on failure where the first difference is."""
    assert len(actual) == len(expected)
    for position, (ours, theirs) in enumerate(zip(actual, expected, strict=True)):
        assert ours.dtype == theirs.dtype, what
        different = np.argwhere(ours.reshape(theirs.shape) != theirs)
        if different.size:
            at = tuple(different[0])
            pytest.fail(
                f"{what}: output {position} differs at {len(different)} of {theirs.size} places, "
                f"first at {at}: {ours.reshape(theirs.shape)[at]} is not {theirs[at]}"
            )
