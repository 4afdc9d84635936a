"""A design foretold: joins the design of a model with estimates, or with the simulator's cycles."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from generator import analysis, boards, fit, predict
from generator.analysis import Alternative, Analysis
from generator.boards.facts import Board
from generator.goal import GOALS
from generator.pipeline.designing import Choices, Design, design
from generator.pipeline.measuring import console
from generator.pipeline.project import Folders, build, new
from generator.predict import Prediction
from generator.progress import Notify
from generator.source import Source

# What an input of floating point or uint8 is converted from; int8 is what the kernels take.
_INNER_TYPE = "int8"


def analysed(
    source: Source, board: Board, choices: Choices, *, simulate: bool, notify: Notify
) -> Analysis:
    """Everything about a model on a board, and what else could be chosen.

    simulate: build the firmware and take each layer's cycles from the simulator; the board must be
    large enough then. Raises ModelError for a model that we cannot compute.
    """
    notify(f"reading {source.path.name} and planning its memory")
    made = design(source, board, choices)
    prediction = predict.predict(made.program, board)
    if simulate:
        prediction = _simulated(source, made, choices, prediction, notify)
    found = analysis.analyse(
        made.graph,
        made.program,
        made.plan,
        made.need,
        board,
        made.savings,
        made.goal,
        prediction,
        "simulator" if simulate else "estimate",
    )
    notify("looking at what else could be chosen")
    return replace(
        found,
        alternatives=tuple(_alternatives(source, made, choices)),
        boards=() if found.fits else tuple(_larger(made)),
    )


def _simulated(
    source: Source, made: Design, choices: Choices, prediction: Prediction, notify: Notify
) -> Prediction:
    """The same layers with the cycles that the simulator counts."""
    chosen = replace(choices, goal=made.goal)
    with TemporaryDirectory() as folder:
        places = Folders.of(Path(folder, "project"))
        new(source, made.board, places, choices=chosen, notify=notify)
        firmware = build(places, made.board, notify)
        notify(f"simulating {made.board.part.name}")
        with console(firmware, made.board) as spoken:
            return predict.with_cycles(prediction, [layer.cycles for layer in spoken.layers()])


def _alternatives(source: Source, made: Design, choices: Choices) -> list[Alternative]:
    """The other goals, and int8 inputs for a model that converts its own."""
    ways = [(f"-O {goal}", replace(choices, goal=goal)) for goal in GOALS]
    outside = {made.graph.tensors[name].dtype.name for name in made.graph.inputs}
    if choices.io is None and outside & {"float32", "uint8"} and _converts(made):
        ways.append((f"--io {_INNER_TYPE}", replace(choices, io=_INNER_TYPE)))
    return [_alternative(words, design(source, made.board, way)) for words, way in ways]


def _converts(made: Design) -> bool:
    """Whether the model is quantised inside."""
    return any(tensor.dtype.name == _INNER_TYPE for tensor in made.graph.tensors.values())


def _alternative(words: str, made: Design) -> Alternative:
    foretold = predict.predict(made.program, made.board)
    return Alternative(
        words=words,
        goal=made.goal,
        fits=fit.fits(made.need, made.board),
        flash_bytes=made.need.flash_bytes,
        ram_bytes=made.need.ram_bytes,
        arena_bytes=made.plan.arena_bytes,
        milliseconds=foretold.milliseconds,
        band_percent=foretold.band_percent,
    )


def _larger(made: Design) -> Sequence[str]:
    """The boards that have room for it, those with the least memory first."""
    others = [boards.load(name) for name in boards.names()]
    fitting = [board for board in others if fit.fits(made.need, board)]
    fitting.sort(key=lambda board: (board.part.ram_bytes, board.part.flash.size_bytes))
    return [board.name for board in fitting]
