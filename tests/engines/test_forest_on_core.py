"""Forests on simulated cores: no division, no floating-point unit, every goal."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.machine import BareMachine, compile_model
from generator import memory
from generator.goal import Goal
from generator.graph import Array
from generator.quantization import real
from generator.render.model import render_model
from generator.targets import target
from generator.train import forests
from tests import oracle

pytest.importorskip("unicorn", reason="needs the emulator")
ensemble = pytest.importorskip("sklearn.ensemble", reason="scikit-learn is not installed")


def classifier(dtype: str) -> tuple[Any, Array]:
    rng = np.random.default_rng(3)
    real_inputs = rng.normal(size=(400, 6))
    inputs = (100 * real_inputs).astype(np.int16) if dtype == "int16" else real_inputs
    inputs = inputs.astype(dtype)
    truth = (inputs[:, 0] > inputs[:, 1]).astype(int) + (inputs[:, 2] > 0)
    model = ensemble.RandomForestClassifier(8, max_depth=5, random_state=1).fit(inputs, truth)
    return model, inputs


@pytest.mark.parametrize("core", ["cortex-m0plus", "cortex-m3", "cortex-m7"])
@pytest.mark.parametrize(("dtype", "goal"), [("int16", "size"), ("float32", "time")])
def test_answers_as_scikit_learn(core: str, dtype: str, goal: Goal, tmp_path: Path) -> None:
    model, inputs = classifier(dtype)
    path = tmp_path / "model.forest"
    forests.write(path, model, dtype)
    graph = oracle.graph_of(path)
    program = oracle.program_of(graph, core, goal)
    plan = memory.plan(program)
    elf = compile_model(render_model(program, plan), target(core), tmp_path)
    machine = BareMachine(core, elf)
    arena = machine.symbols["arena"]
    machine.call(machine.symbols["model_init"])
    output = graph.tensors[graph.outputs[0]]
    scores = []
    for row in inputs[:20]:
        machine.write(arena + plan.offsets[graph.inputs[0]], row.tobytes())
        machine.call(machine.symbols["model_run"])
        raw = machine.read(arena + plan.offsets[output.name], output.size_bytes)
        scores.append(real(output, np.frombuffer(raw, np.int32)))
    machine.close()
    np.testing.assert_allclose(scores, model.predict_proba(inputs[:20]), atol=1e-6)
