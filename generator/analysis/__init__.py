"""What is to be known about a model on a board before it is built, as frozen figures.

Sizes of weights, tensors and arena are exact. Code, latency and energy are estimates and say so.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from generator.analysis.layers import Layer, layers_of
from generator.analysis.operators import OperatorShare, operators_of
from generator.analysis.timeline import Timeline, timeline_of
from generator.boards.facts import Board
from generator.energy import Energy, energy
from generator.fit import ESTIMATE_PERCENT, Need, fits, placement
from generator.goal import Goal
from generator.graph import Graph
from generator.memory import Plan
from generator.passes import Saving
from generator.predict import Prediction
from generator.program import Program

__all__ = ["Alternative", "Analysis", "Layer", "OperatorShare", "Timeline", "Totals", "analyse"]


@dataclass(frozen=True)
class Totals:
    """The whole model. parameters: numbers that were learnt. weights_bytes: as packed in flash.

    source: of the times, "estimate" or "simulator". cycles_per_mac: 0 without MACs.
    """

    macs: int
    parameters: int
    weights_bytes: int
    arena_bytes: int
    cycles: float
    milliseconds: float
    band_percent: float
    cycles_per_mac: float
    source: str


@dataclass(frozen=True)
class Capacity:
    """What the firmware needs of a memory of the part, by kind, and what there is."""

    needed_bytes: int
    capacity_bytes: int
    kinds: dict[str, int]


@dataclass(frozen=True)
class Alternative:
    """Another way to build it: "-O ram", "--io int8", … with what it would take."""

    words: str
    goal: str
    fits: bool
    flash_bytes: int
    ram_bytes: int
    arena_bytes: int
    milliseconds: float
    band_percent: float


@dataclass(frozen=True)
class Analysis:
    """Everything that `analyze` shows. boards: where it fits, if it does not fit this one."""

    model: str
    sha256: str
    board: str
    part: str
    core: str
    clock_hz: int
    wait_states: int
    engine: str
    goal: Goal
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    totals: Totals
    layers: tuple[Layer, ...]
    timeline: Timeline
    operators: tuple[OperatorShare, ...]
    savings: tuple[Saving, ...]
    fits: bool
    code_band_percent: int
    flash: Capacity
    ram: Capacity
    energy: Energy | None
    alternatives: tuple[Alternative, ...] = ()
    boards: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The figures as plain values."""
        return asdict(self)


def analyse(
    graph: Graph,
    program: Program,
    plan: Plan,
    need: Need,
    board: Board,
    savings: Sequence[Saving],
    goal: Goal,
    prediction: Prediction,
    source: str = "estimate",
) -> Analysis:
    """The figures of a program on a board. source: where the prediction's cycles come from."""
    layers = layers_of(graph, program, plan, prediction)
    time = prediction.milliseconds
    return Analysis(
        model=program.name,
        sha256=program.model_sha256,
        board=board.name,
        part=board.part.name,
        core=program.core,
        clock_hz=board.clock.hclk_hz,
        wait_states=board.clock.wait_states,
        engine=program.engine,
        goal=goal,
        inputs=tuple(str(program.tensors[name]) for name in program.inputs),
        outputs=tuple(str(program.tensors[name]) for name in program.outputs),
        totals=Totals(
            macs=program.macs,
            parameters=sum(layer.parameters for layer in layers),
            weights_bytes=program.weights_bytes,
            arena_bytes=plan.arena_bytes,
            cycles=prediction.cycles,
            milliseconds=time,
            band_percent=prediction.band_percent,
            cycles_per_mac=prediction.cycles / program.macs if program.macs else 0.0,
            source=source,
        ),
        layers=layers,
        timeline=timeline_of(program, plan, layers),
        operators=operators_of(layers),
        savings=tuple(savings),
        fits=fits(need, board),
        code_band_percent=ESTIMATE_PERCENT,
        flash=_flash(need, board),
        ram=_ram(need, board),
        energy=energy(board, time, prediction.band_percent),
    )


def _flash(need: Need, board: Board) -> Capacity:
    kinds = {"weights": need.weights_bytes, "code": need.code_bytes, "samples": need.samples_bytes}
    return Capacity(need.flash_bytes, board.part.flash.size_bytes, kinds)


def _ram(need: Need, board: Board) -> Capacity:
    stack = need.ram_bytes - need.arena_bytes - need.variables_bytes
    kinds = {"arena": need.arena_bytes, "variables": need.variables_bytes, "stack": stack}
    return Capacity(need.ram_bytes, placement(need, board).capacity_bytes, kinds)
