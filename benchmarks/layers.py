"""What the layers of a model take on a core: cycles, and reads that have to wait for flash."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.machine import BareMachine, compile_model, layer_functions
from generator import memory, ops, passes, readers
from generator.engines import engine
from generator.goal import Goal
from generator.graph import Tensor
from generator.predict.flash import INTERFACES, Interface
from generator.predict.work import names_of, work_of
from generator.program import Program
from generator.render.model import render_model
from generator.simulator.counting import HUNDREDTHS, NO_STALLS, DataFlash
from generator.simulator.families import stm32f1
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming
from generator.targets import target

_FLASH_BYTES = 4 << 20
# What stands before the flash on parts with these cores (generator/predict/flash.py).
INTERFACES_OF = {
    "cortex-m0": ("plain",),
    "cortex-m0plus": ("plain",),
    "cortex-m3": ("plain",),
    "cortex-m4": ("8 bytes x 32", "16 bytes x 8"),
    "cortex-m7": ("data cache 4 KiB", "data cache 16 KiB", "data cache 32 KiB"),
    "cortex-m33": ("16 bytes x 448",),
}
FETCH_WAIT_STATES = (1, 2)
# Of the only parts that we know with that core.
_RULES = {"cortex-m3": stm32f1.CORE_RULES}
_FETCH: Mapping[str, Callable[[int], Fetch]] = {"cortex-m3": stm32f1.fetch}


@dataclass(frozen=True)
class LayerCount:
    """A layer that was run.

    names: of its kernel, the most exact first; work: terms of `predict.work`.
    counted: "cycles" without waiting, "misses <interface>", "fetch <wait states>" in cycles.
    """

    model: str
    names: tuple[str, ...]
    work: tuple[float, ...]
    counted: Mapping[str, float]


def count_layers(path: Path, core: str, goal: Goal, wait_cycles: float) -> list[LayerCount]:
    """Every layer of a model, run one by one on a random input.

    wait_cycles: of a read of constants, as the engine is told; it makes it stage weights in RAM.
    Raises ModelError for a model that we cannot compute.
    """
    graph, _ = passes.run(readers.read(path))
    ops.check(graph)
    core_of = replace(target(core), constant_read_cycles=wait_cycles)
    program = engine("native").lower(graph, core_of, "model", goal)
    plan = memory.plan(program)
    with TemporaryDirectory() as folder:
        elf = compile_model(render_model(program, plan), target(core), Path(folder))
        machine = BareMachine(core, elf, _RULES.get(core))
    try:
        counts = {
            what: _run(machine, program, plan, flash, misses=what.startswith("misses"))
            for what, flash in _flashes(core).items()
        }
    finally:
        machine.close()
    for ws in FETCH_WAIT_STATES:
        if f"fetch {ws}" in counts:
            waits = zip(counts[f"fetch {ws}"], counts["cycles"], strict=True)
            counts[f"fetch {ws}"] = [slow - quick for slow, quick in waits]
    return [
        LayerCount(
            path.stem,
            names_of(program, step),
            work_of(program, step).terms,
            {what: values[step.index] for what, values in counts.items()},
        )
        for step in program.steps
        if step.kernel is not None and not math.isnan(counts["cycles"][step.index])
    ]


def _flashes(core: str) -> dict[str, FlashTiming]:
    """The flashes to run with, by what they count."""
    flashes = {"cycles": FlashTiming()}
    for name in INTERFACES_OF[core]:
        flashes[f"misses {name}"] = FlashTiming(data=_data(INTERFACES[name]))
        if INTERFACES[name].fetches:
            for ws in FETCH_WAIT_STATES:
                there = replace(NO_STALLS, size_bytes=_FLASH_BYTES)
                flashes[f"fetch {ws}"] = FlashTiming(data=there, fetch=_FETCH.get(core, Fetch)(ws))
    return flashes


def _data(interface: Interface) -> DataFlash:
    return DataFlash(
        (0, 0), _FLASH_BYTES, HUNDREDTHS, interface.line_bytes, interface.lines, interface.sets
    )


def _run(
    machine: BareMachine,
    program: Program,
    plan: memory.Plan,
    flash: FlashTiming,
    *,
    misses: bool,
) -> list[float]:
    """Cycles of each layer, or the reads that missed."""
    machine.set_flash(flash)
    if f"{program.name}_init" in machine.symbols:
        machine.call(machine.symbols[f"{program.name}_init"])
    generator = np.random.default_rng(0)
    for name in program.inputs:
        value = _random(program.tensors[name], generator)
        machine.write(machine.symbols["arena"] + plan.offsets[name], value)
    found = []
    for step, function in zip(program.steps, layer_functions(machine, program), strict=True):
        before = machine.flash_misses
        cycles = _cycles(machine, function) if step.kernel else 0.0
        found.append(float(machine.flash_misses - before) if misses else cycles)
    return found


def _cycles(machine: BareMachine, function: int) -> float:
    """Not a number where the emulator cannot run a layer: those with doubles on a Cortex-M7."""
    try:
        return float(machine.call(function).cycles)
    except RuntimeError:
        return math.nan


def _random(tensor: Tensor, generator: np.random.Generator) -> bytes:
    if tensor.dtype.kind == "f":
        return generator.normal(size=tensor.shape).astype(tensor.dtype).tobytes()
    if tensor.dtype == np.bool_:
        return generator.integers(0, 2, tensor.shape).astype(np.bool_).tobytes()
    if tensor.dtype.itemsize > 2:  # indices, for the most part
        return np.zeros(tensor.shape, tensor.dtype).tobytes()
    limits = np.iinfo(tensor.dtype)
    return generator.integers(limits.min, limits.max, tensor.shape, tensor.dtype).tobytes()
