"""`make benchmark`: measures the reference models on every core for every goal.

Writes docs/benchmarks.md and docs/benchmarks.svg; a second run writes the same. The models are
taken from the folder that GENERATOR_DATA names. `python -m benchmarks kws cortex-m4 time` measures
some of it and prints it; `--check` measures and says whether the page still holds.
"""

import argparse
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from tflite_micro.python.tflite_micro import runtime

from benchmarks.machine import BareMachine, compile_model, has_timing
from benchmarks.page import markdown, svg
from benchmarks.result import Result
from generator import memory, ops, passes, readers
from generator.engines import engine
from generator.goal import GOALS, Goal
from generator.graph import Array, Graph
from generator.render.model import render_model
from generator.targets import target
from generator.train.datasets import local

ROOT = Path(__file__).resolve().parents[1]
MODELS = {
    "kws": "kws/kws_ref_model_int8.tflite",
    "ic": "ic/pretrainedResnet_int8.tflite",
    "ad": "ad/ad01_int8.tflite",
    "vww": "vww/vww_96_int8.tflite",
    "vww-all": "vww/vww_96_int8.tflite",
}
CORES = ("cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33")


def main() -> int:
    """Measures, prints and, unless only some is wanted, writes the page."""
    words, check = _arguments()
    folder = local.root(None) / "models" / "mlperf_tiny"
    if not folder.is_dir():
        print(f"There is no {folder}: set GENERATOR_DATA to the shared data.", file=sys.stderr)
        return 2
    results = []
    for name, core, goal in product(MODELS, CORES, GOALS):
        if _each_named(words, name, core, goal):
            results.append(_measure(name, folder / MODELS[name], core, goal))
            print(results[-1], flush=True)
    page, picture = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.svg"
    if check:
        same = page.read_text(encoding="utf-8") == markdown(results)
        print("The page holds." if same else f"{page.name} is not what was measured now.")
        return 0 if same else 1
    if not words:
        page.write_text(markdown(results), encoding="utf-8")
        picture.write_text(svg(results), encoding="utf-8")
    return 0


def _arguments() -> tuple[set[str], bool]:
    """What to measure, everything where empty; whether to compare with the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    known = [*MODELS, *CORES, *GOALS]
    parser.add_argument("word", nargs="*", help=", ".join(known))
    parser.add_argument("--check", action="store_true", help="compare all with the committed page")
    found = parser.parse_args()
    if found.word and found.check:
        parser.error("--check measures everything")
    if strange := set(found.word) - set(known):
        parser.error(f"there is no {', '.join(sorted(strange))}: {', '.join(known)}")
    return set(found.word), found.check


def _each_named(words: set[str], name: str, core: str, goal: str) -> bool:
    """Whether each kind of word either holds this one or is not limited at all."""
    kinds = ((set(MODELS), name), (set(CORES), core), (set(GOALS), goal))
    return all(word in words or not words & kind for kind, word in kinds)


def _measure(name: str, path: Path, core: str, goal: Goal) -> Result:
    original = readers.read(path)
    ops.check(original)
    macs = sum(ops.operator(node.op).macs(original, node) for node in original.nodes)
    graph = original if name.endswith("-all") else passes.run(original)[0]
    program = engine("native").lower(graph, target(core), "model", goal)
    plan = memory.plan(program)
    with TemporaryDirectory() as folder:
        elf = compile_model(render_model(program, plan), target(core), Path(folder))
        machine = BareMachine(core, elf)
    inputs = _inputs(graph)
    arena = machine.symbols["arena"]
    for tensor, value in zip(graph.inputs, inputs, strict=True):
        machine.write(arena + plan.offsets[tensor], value.tobytes())
    count = machine.call(machine.symbols["model_run"])
    for tensor, wanted in zip(graph.outputs, _expected(path, inputs, graph), strict=True):
        ours = machine.read(arena + plan.offsets[tensor], wanted.nbytes)
        if ours != wanted.tobytes():
            raise SystemExit(f"{name} on {core} for {goal}: the outputs differ.")
    result = Result(
        name,
        core,
        goal,
        macs,
        count.instructions,
        count.cycles,
        machine.sizes[".text"],
        program.weights_bytes,
        plan.arena_bytes,
        count.stack_bytes,
    )
    machine.close()
    return result if has_timing(core) else replace(result, cycles=None)


def _inputs(graph: Graph) -> list[Array]:
    generator = np.random.default_rng(0)
    tensors = [graph.tensors[name] for name in graph.inputs]
    return [generator.integers(-128, 127, t.shape, dtype=np.int8, endpoint=True) for t in tensors]


def _expected(path: Path, inputs: list[Array], graph: Graph) -> list[Array]:
    micro = runtime.Interpreter.from_bytes(path.read_bytes(), arena_size=4_000_000)
    for position, value in enumerate(inputs):
        micro.set_input(value, position)
    micro.invoke()
    return [micro.get_output(i).copy() for i in range(len(graph.outputs))]


if __name__ == "__main__":
    sys.exit(main())
