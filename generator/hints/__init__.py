"""What the measured cycles of layers tell: one hint a file, each with its reason.

Each module has `hint(layer: Seen) -> str | None`: one sentence that says why a layer takes what it
takes, or None. Adding a hint edits no existing file.
"""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from generator import discover
from generator.boards.facts import Board
from generator.measurement import LayerCycles
from generator.predict import LayerPrediction, Prediction
from generator.program import Program, Step

# Layers with a smaller share of an inference are not worth a word.
LEAST_SHARE = 0.05


@dataclass(frozen=True, eq=False)
class Fastest:
    """The program that `-O time` would make, and its estimate."""

    program: Program
    prediction: Prediction


@dataclass(frozen=True, eq=False)
class Seen:
    """A layer that was measured, and what is known of it.

    cycles: measured. share: of all layers' cycles. predicted: None for a core without estimates.
    fastest, fastest_predicted: the same layer as `-O time` would compute it.
    """

    step: Step
    program: Program
    board: Board
    cycles: int
    share: float
    predicted: LayerPrediction | None
    fastest: Step | None
    fastest_predicted: LayerPrediction | None


@dataclass(frozen=True)
class LayerFinding:
    """A measured layer beside its estimate, and why it takes that long.

    cycles_per_mac: None for a layer without multiply-accumulates. predicted_cycles and its band:
    None on a core without estimates.
    """

    index: int
    op: str
    kernel: str
    macs: int
    cycles: int
    share: float
    cycles_per_mac: float | None
    predicted_cycles: float | None
    band_percent: float | None
    hints: tuple[str, ...]


def explain(
    program: Program,
    board: Board,
    measured: Sequence[LayerCycles],
    prediction: Prediction | None,
    fastest: Fastest | None,
) -> tuple[LayerFinding, ...]:
    """Every layer of an inference that was measured layer by layer."""
    total = sum(layer.cycles for layer in measured) or 1
    seen = (
        _seen(program, board, step, layer.cycles, layer.cycles / total, prediction, fastest)
        for step, layer in zip(program.steps, measured, strict=True)
    )
    return tuple(map(_finding, seen))


def _seen(
    program: Program,
    board: Board,
    step: Step,
    cycles: int,
    share: float,
    prediction: Prediction | None,
    fastest: Fastest | None,
) -> Seen:
    return Seen(
        step=step,
        program=program,
        board=board,
        cycles=cycles,
        share=share,
        predicted=prediction.layers[step.index] if prediction else None,
        fastest=fastest.program.steps[step.index] if fastest else None,
        fastest_predicted=fastest.prediction.layers[step.index] if fastest else None,
    )


def _finding(layer: Seen) -> LayerFinding:
    step, predicted = layer.step, layer.predicted
    return LayerFinding(
        index=step.index,
        op=step.op,
        kernel=step.kernel.template if step.kernel else "",
        macs=step.macs,
        cycles=layer.cycles,
        share=layer.share,
        cycles_per_mac=layer.cycles / step.macs if step.macs else None,
        predicted_cycles=predicted.cycles if predicted else None,
        band_percent=predicted.band_percent if predicted else None,
        hints=hints(layer),
    )


def hints(layer: Seen) -> tuple[str, ...]:
    """What every rule says of a layer that takes a fair share of the inference."""
    if layer.share < LEAST_SHARE or layer.step.kernel is None:
        return ()
    said = (rule(layer) for rule in _rules())
    return tuple(sentence for sentence in said if sentence is not None)


def _rules() -> list[Callable[[Seen], str | None]]:
    modules = discover.module_names(__name__)
    found = (importlib.import_module(f"{__name__}.{name}").hint for name in modules)
    return [cast(Callable[[Seen], str | None], rule) for rule in found]
