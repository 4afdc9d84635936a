"""The memory plan against an independent check: a byte-by-byte replay of every step."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import memory
from generator.graph import Tensor
from generator.memory import Plan
from generator.program import Kernel, Order, Overlap, Program, Step
from tests import data, oracle

KERNEL = Kernel.of("any", "any")


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Chains and branches of steps with random sizes, scratch memories and permitted overlaps."""
    count = draw(st.integers(1, 9))
    tensors = {"in": _tensor("in", draw(st.integers(1, 200)))}
    steps = []
    for index in range(count):
        choices = st.sampled_from(sorted(tensors))
        inputs = tuple(dict.fromkeys(draw(st.lists(choices, min_size=1, max_size=2))))
        name = f"t{index}"
        tensors[name] = _tensor(name, draw(st.integers(1, 200)))
        ways = draw(st.lists(st.sampled_from(get_args(Order)), max_size=2, unique=True))
        overlaps = tuple(
            Overlap(inputs[0], way, 0 if way == "in place" else draw(st.integers(0, 80)))
            for way in ways
        )
        steps.append(
            Step(
                index,
                "OP",
                f"{index} OP",
                KERNEL,
                inputs,
                (name,),
                scratch_bytes=draw(st.sampled_from([0, 0, 16, 50])),
                overlaps=overlaps,
            )
        )
    return Program("m", "native", "host", "", tensors, tuple(steps), ("in",), (f"t{count - 1}",))


def _tensor(name: str, size: int) -> Tensor:
    return Tensor(name, (size,), np.dtype(np.int8))


def replay(program: Program, plan: Plan) -> None:
    """Fails if a step would read a byte that another tensor has been written over."""
    owner: dict[int, str] = {}

    def write(name: str, start: int, size: int) -> None:
        assert start >= 0
        assert any(b.start <= start and start + size <= b.start + b.size_bytes for b in plan.banks)
        owner.update(dict.fromkeys(range(start, start + size), name))

    def intact(name: str) -> bool:
        start = plan.offsets[name]
        size = program.tensors[name].size_bytes
        return all(owner.get(at) == name for at in range(start, start + size))

    for name in program.inputs:
        write(name, plan.offsets[name], program.tensors[name].size_bytes)
    for step in program.steps:
        for name in step.inputs:
            assert intact(name), f"{step.node} reads {name}, of which bytes were written over"
        output = step.outputs[0]
        if step.kernel is None:
            assert plan.offsets[output] == plan.offsets[step.inputs[0]]
            write(output, plan.offsets[output], program.tensors[output].size_bytes)
            continue
        mine = _span(program, plan, output)
        for name in step.inputs:
            theirs = _span(program, plan, name)
            if mine[0] < theirs[1] and theirs[0] < mine[1]:
                assert _permitted(step, name, mine, theirs, plan), f"{step.node} lies over {name}"
        if step.scratch_bytes:
            scratch = plan.scratch[step.index]
            for start, end in (mine, *(_span(program, plan, n) for n in step.inputs)):
                assert scratch + step.scratch_bytes <= start or end <= scratch
            write(f"scratch {step.index}", scratch, step.scratch_bytes)
        write(output, plan.offsets[output], program.tensors[output].size_bytes)
    assert all(intact(name) for name in program.outputs)


def _span(program: Program, plan: Plan, name: str) -> tuple[int, int]:
    start = plan.offsets[name]
    return start, start + program.tensors[name].size_bytes


def _permitted(
    step: Step, name: str, mine: tuple[int, int], theirs: tuple[int, int], plan: Plan
) -> bool:
    order = plan.orders[step.index]
    gaps = [o.gap_bytes for o in step.overlaps if o.input == name and o.order == order]
    if order == "in place":
        return mine[0] == theirs[0] and bool(gaps)
    if order == "ascending":
        return any(mine[0] + gap <= theirs[0] for gap in gaps)
    return any(mine[1] >= theirs[1] + gap for gap in gaps)


@settings(max_examples=80, deadline=None)
@given(programs())
def test_no_step_reads_what_was_overwritten(program: Program) -> None:
    plan = memory.plan(program)
    replay(program, plan)
    assert plan.lower_bound_bytes <= plan.arena_bytes


@settings(max_examples=30, deadline=None)
@given(programs())
def test_a_plan_without_permissions_never_overlaps(program: Program) -> None:
    strict = replace(program, steps=tuple(replace(s, overlaps=()) for s in program.steps))
    plan = memory.plan(strict)
    replay(strict, plan)
    assert plan.orders == {}


@settings(max_examples=60, deadline=None)
@given(programs(), st.lists(st.integers(0, 400), min_size=2, max_size=4))
def test_banks_hold_what_is_placed_in_them(program: Program, capacities: list[int]) -> None:
    plan = memory.parted(program, capacities)
    if plan is None:
        return
    replay(program, plan)
    assert len(plan.banks) <= len(capacities)
    for bank, capacity in zip(plan.banks, capacities, strict=False):
        assert bank.size_bytes <= capacity


@settings(max_examples=30, deadline=None)
@given(programs())
def test_one_bank_that_is_large_enough_holds_all(program: Program) -> None:
    enough = sum(buffer.size_bytes + 8 for buffer in memory.plan(program).buffers)
    plan = memory.parted(program, (enough, enough))
    assert plan is not None
    assert len(plan.banks) == 1


def test_the_busiest_buffer_gets_the_fast_bank() -> None:
    tensors = {name: _tensor(name, 1000) for name in ("in", "quiet", "out")}
    steps = (
        Step(0, "A", "a", KERNEL, ("in",), ("quiet",), scratch_bytes=600, macs=1_000_000),
        Step(1, "B", "b", KERNEL, ("quiet",), ("out",), macs=10),
    )
    program = Program("p", "native", "host", "", tensors, steps, ("in",), ("out",))
    plan = memory.parted(program, (1700, 8000))
    assert plan is not None
    assert plan.scratch[0] < plan.banks[1].start == max(plan.offsets.values())


# With the portable kernels; TensorFlow Lite Micro takes 22,832, 54,992, 3,024 and 100,720 bytes.
@pytest.mark.parametrize(
    ("model", "most_bytes"),
    [
        ("kws/kws_ref_model_int8.tflite", 8_448),
        ("ic/pretrainedResnet_int8.tflite", 33_440),
        ("ad/ad01_int8.tflite", 768),
        ("vww/vww_96_int8.tflite", 36_880),
    ],
)
def test_reference_models_stay_small(model: str, most_bytes: int) -> None:
    program = oracle.program_of(oracle.graph_of(data.mlperf_tiny(model)))
    plan = memory.plan(program)
    replay(program, plan)
    assert plan.arena_bytes <= most_bytes
