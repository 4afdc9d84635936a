"""The generated C of a model on a simulated core, against TensorFlow Lite Micro."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np

from benchmarks.machine import BareMachine, compile_model
from generator import memory
from generator.engines import engine
from generator.engines.native import _choice
from generator.engines.native.designs import Offer
from generator.goal import Goal
from generator.graph import Graph
from generator.render.model import render_model
from generator.targets import target
from tests import oracle


def check_on_core(
    data: bytes,
    core: str,
    runs: int = 2,
    *,
    goal: Goal = "time",
    waits: float = 0.0,
    tolerance: float = 0.0,
    kernel: str = "",
) -> int:
    """Bit for bit the oracle's outputs; the instructions of the last inference.

    tolerance: how far float32 outputs may be off, as a part of the greatest of them.
    waits: cycles that a read of constants waits, which decides where weights lie.
    kernel: part of a name: a layer that a kernel of such a name can compute is computed by it,
    whatever the goal.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "single.tflite"
        path.write_bytes(data)
        graph = oracle.graph_of(path)
        chosen = replace(target(core), constant_read_cycles=waits)
        with patch("generator.engines.native.choose", _preferring(kernel)):
            program = engine("native").lower(graph, chosen, "model", goal)
        plan = memory.plan(program)
        elf = compile_model(render_model(program, plan), target(core), Path(folder))
        machine = BareMachine(core, elf)
        arena = machine.symbols["arena"]
        micro = oracle.Micro(data)
        generator = np.random.default_rng(0)
        machine.call(machine.symbols[f"{program.name}_init"])
        for _ in range(runs):
            given = oracle.sensible_inputs(graph, generator)
            for name, value in zip(graph.inputs, given, strict=True):
                machine.write(arena + plan.offsets[name], value.tobytes())
            count = machine.call(machine.symbols[f"{program.name}_run"])
            expected = micro.run(given, len(graph.outputs))
            for name, wanted in zip(graph.outputs, expected, strict=True):
                raw = machine.read(arena + plan.offsets[name], wanted.nbytes)
                ours = np.frombuffer(raw, wanted.dtype).reshape(wanted.shape)
                if tolerance and wanted.dtype.kind == "f":
                    assert oracle.distance(ours, wanted) <= tolerance
                else:
                    oracle.assert_same([ours], [wanted], f"{core}, {program.steps[0].kernel}")
        machine.close()
        return count.instructions


def _preferring(
    kernel: str,
) -> Callable[[Sequence[Sequence[Offer]], Graph, Goal], list[Offer]]:
    def choose(ways: Sequence[Sequence[Offer]], graph: Graph, goal: Goal) -> list[Offer]:
        wanted = [
            [o for o in offers if kernel and o.step.kernel and kernel in o.step.kernel.name]
            for offers in ways
        ]
        return _choice.choose(
            [some or offers for some, offers in zip(wanted, ways, strict=True)], graph, goal
        )

    return choose
