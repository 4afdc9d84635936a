"""How long a model will take on a board, estimated before there is a compiler or a firmware.

An estimate follows the simulator and cannot be better than it: its band is that of the estimate
against the simulator, and that of the simulator against a board, added up (docs/analyze.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.boards.facts import Board
from generator.predict.calibration import KernelCost, cost
from generator.predict.flash import interface, miss_cycles
from generator.predict.work import Work, names_of, work_of
from generator.program import Program, Step

# docs/timing.md: how far simulated times may be off, by the part's family.
_SIMULATOR_BAND_PERCENT = {"stm32f0": 20.0, "stm32g0": 6.0, "stm32u5": 8.0}
_OTHER_SIMULATOR_BAND_PERCENT = 15.0
_CALIBRATED_WAIT_STATES = 2


@dataclass(frozen=True)
class LayerPrediction:
    """One step's estimate. band_percent: see `Prediction`. fitted_to: the layers it rests on.

    waiting_cycles: those of the cycles in which the core waits for flash.
    """

    index: int
    cycles: float
    band_percent: float
    kernel: str
    fitted_to: int
    waiting_cycles: float = 0.0


@dataclass(frozen=True)
class Prediction:
    """An inference's estimate, layer by layer, at the board's clock.

    band_percent of a figure: the truth should lie between it divided by and times 1 + band / 100.
    simulator_band_percent: the part of every band that is the simulator's own.
    """

    layers: tuple[LayerPrediction, ...]
    clock_hz: int
    simulator_band_percent: float

    @property
    def cycles(self) -> float:
        """Of one inference."""
        return sum(layer.cycles for layer in self.layers)

    @property
    def milliseconds(self) -> float:
        """Of one inference."""
        return self.cycles / self.clock_hz * 1e3

    @property
    def band_percent(self) -> float:
        """The layers' bands, weighted by their cycles: as if all erred the same way."""
        weighted = sum(layer.cycles * layer.band_percent for layer in self.layers)
        return weighted / self.cycles if self.cycles else self.simulator_band_percent


def simulator_band_percent(board: Board) -> float:
    """How far a time that the simulator counts for this board may be off, at its full clock."""
    return _SIMULATOR_BAND_PERCENT.get(board.part.family, _OTHER_SIMULATOR_BAND_PERCENT)


def predict(program: Program, board: Board) -> Prediction:
    """The estimate for a program on a board with its core.

    Raises ModelError for a core that nothing was measured on.
    """
    simulator = simulator_band_percent(board)
    layers = tuple(_layer(program, step, board, simulator) for step in program.steps)
    return Prediction(layers, board.clock.hclk_hz, simulator)


def with_cycles(prediction: Prediction, cycles: Sequence[int]) -> Prediction:
    """The same layers with cycles that the simulator counted; what is left is its own band."""
    layers = tuple(
        replace(layer, cycles=float(counted), band_percent=prediction.simulator_band_percent)
        for layer, counted in zip(prediction.layers, cycles, strict=True)
    )
    return replace(prediction, layers=layers)


def _layer(program: Program, step: Step, board: Board, simulator: float) -> LayerPrediction:
    if step.kernel is None:
        return LayerPrediction(step.index, 0.0, 0.0, "renaming", 0)
    work = work_of(program, step)
    known = cost(program.core, names_of(program, step))
    waiting = _waiting(known, work, board)
    cycles = known.of("cycles", work) + waiting
    band = known.band_percent + simulator
    return LayerPrediction(step.index, cycles, band, known.name, known.layers, waiting)


def _waiting(known: KernelCost, work: Work, board: Board) -> float:
    """The cycles for which a layer waits for flash: reads of data, and of instructions."""
    before = interface(board)
    waited = known.of(f"misses {before.name}", work) * miss_cycles(board)
    states = board.clock.wait_states
    if not before.fetches or not states:
        return waited
    nearest = min(states, _CALIBRATED_WAIT_STATES)
    return waited + known.of(f"fetch {nearest}", work) * states / nearest
