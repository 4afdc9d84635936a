"""Decides everything about a firmware before a line of C is written."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator import (
    boards,
    engines,
    fit,
    memory,
    ops,
    passes,
    readers,
)
from generator.application import Application, Sample
from generator.boards.facts import Board
from generator.boards.flash_reads import constant_read_cycles
from generator.boards.placement import Placement
from generator.goal import Goal
from generator.graph import Graph
from generator.memory import Plan
from generator.passes import Saving
from generator.passes.set_io import from_outside, set_io
from generator.program import Program
from generator.render import app
from generator.source import Source
from generator.targets import Target, target

# The word behind no -O at all: the first of these that fits.
DEFAULT_GOALS: tuple[Goal, ...] = ("balanced", "ram", "size")


@dataclass(frozen=True, eq=False)
class Design:
    """Everything that is decided before a line of C is written."""

    graph: Graph
    savings: tuple[Saving, ...]
    program: Program
    plan: Plan
    need: fit.Need
    board: Board
    application: Application
    goal: Goal

    @property
    def placement(self) -> Placement:
        """Which RAMs of the part it uses, and for what."""
        return fit.placement(self.need, self.board)


@dataclass(frozen=True)
class Choices:
    """What a user may choose about the code.

    io: the type of inputs and outputs, "int8", "uint8" or "float32"; None keeps the model's own.
    skipped_passes: names of passes that shall not run.
    goal: what kernels are chosen for; None is balanced, or smaller where that does not fit.
    """

    engine: str = "native"
    io: str | None = None
    skipped_passes: tuple[str, ...] = ()
    goal: Goal | None = None


DEFAULT = Choices()


def design(source: Source, board: Board, choices: Choices = DEFAULT) -> Design:
    """Reads, simplifies, checks and lowers the model, and plans its memory.

    Raises ModelError for a model that we cannot compute.
    """
    return next(designs(source, [board], choices))


def designs(
    source: Source, candidates: Iterable[Board], choices: Choices = DEFAULT
) -> Iterator[Design]:
    """The same model designed for each of several boards; each core is lowered for once."""
    graph, savings, application = read(source, choices)
    chosen = engines.engine(choices.engine)

    @functools.cache
    def lowered(core: Target, goal: Goal) -> tuple[Program, Plan, int]:
        program = chosen.lower(graph, core, source.name, goal)
        return program, memory.plan(program), chosen.code_bytes(program)

    for board in candidates:
        made_for = core(board)
        affordable = _with_affordable_samples(application, board)
        for goal in (choices.goal,) if choices.goal else DEFAULT_GOALS:
            program, plan, kernels_bytes = lowered(made_for, goal)
            need = _need(program, plan, kernels_bytes, affordable)
            banks = _in_banks(program, need, board)
            if banks is not None:
                plan, need = banks, fit.in_banks(need, banks)
            if fit.fits(need, board):
                break
        yield Design(graph, savings, program, plan, need, board, affordable, goal)


def core(board: Board) -> Target:
    """The board's core, with what its part makes of it."""
    core = target(board.part.core)
    return replace(
        core,
        constant_read_cycles=constant_read_cycles(board),
        fpu=core.fpu and board.part.fpu is not None,
    )


def read(source: Source, choices: Choices) -> tuple[Graph, tuple[Saving, ...], Application]:
    """The simplified, checked graph, what the passes saved, and the samples it is fed with."""
    graph, application = readers.read(source.path), source.application
    if choices.io is not None:
        application = _from_outside(application, set_io(graph, "int8"), choices.io)
        graph = set_io(graph, choices.io)
    graph, savings = passes.run(graph, choices.skipped_passes)
    ops.check(graph)
    return graph, savings, application


def _in_banks(program: Program, need: fit.Need, board: Board) -> Plan | None:
    """The plan for several RAMs, where they hold the arena better than one does."""
    capacities = fit.bank_capacities(need, board)
    return memory.parted(program, capacities) if capacities else None


def _need(program: Program, plan: Plan, kernels_bytes: int, application: Application) -> fit.Need:
    return fit.need(
        program,
        plan,
        kernels_bytes=kernels_bytes,
        samples_bytes=app.flash_bytes(application),
        input_copy_bytes=app.input_copy_bytes(program),
    )


def _from_outside(application: Application, inner: Graph, io: str) -> Application:
    """The samples in the type that the model takes its inputs in."""
    tensors = [inner.tensors[name] for name in inner.inputs]
    samples = tuple(
        replace(
            sample,
            arrays=tuple(
                from_outside(array, tensor, io)
                for array, tensor in zip(sample.arrays, tensors, strict=True)
            ),
        )
        for sample in application.samples
    )
    return replace(application, samples=samples)


def _with_affordable_samples(application: Application, board: Board) -> Application:
    """As many samples as a tenth of the flash holds, and at least one of those that there are."""
    budget_bytes = board.part.flash.size_bytes // 10
    kept: tuple[Sample, ...] = ()
    for sample in application.samples:
        wider = replace(application, samples=(*kept, sample))
        if kept and app.flash_bytes(wider) > budget_bytes:
            break
        kept = wider.samples
    return replace(application, samples=kept)


def goals_that_fit(source: Source, board: Board, choices: Choices) -> list[Goal]:
    """The other goals with which the model fits the board; none where the goal was left open."""
    tried = [goal for goal in DEFAULT_GOALS if choices.goal not in (None, goal)]
    made = {goal: design(source, board, replace(choices, goal=goal)) for goal in tried}
    return [goal for goal in tried if fit.fits(made[goal].need, board)]


def demand_fit(made: Design, goals: Callable[[], Sequence[Goal]] = tuple) -> None:
    """Raises NegativeAnswer if the firmware cannot fit its board.

    goals: tells with which others it could, asked only then.
    """
    if fit.fits(made.need, made.board):
        return
    others = (boards.load(name) for name in boards.names() if name != made.board.name)
    enough = [board.name for board in others if _would_fit(made, board)]
    fit.demand_fit(made.program, made.plan, made.need, made.board, enough, goals())


def _would_fit(made: Design, board: Board) -> bool:
    """Whether another board is large enough for the code as it is for this one."""
    whole = replace(made.need, bank_bytes=(made.need.arena_bytes,))
    plan = _in_banks(made.program, whole, board)
    return fit.fits(whole if plan is None else fit.in_banks(whole, plan), board)
