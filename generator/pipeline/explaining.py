"""Measured layers beside their estimates."""

from generator import (
    engines,
    hints,
    predict,
)
from generator.boards.facts import Board
from generator.errors import ModelError
from generator.hints import Fastest, LayerFinding
from generator.measurement import Measurement
from generator.pipeline.designing import Design, core
from generator.program import Program


def explain(made: Design, measured: Measurement) -> tuple[LayerFinding, ...]:
    """The measured layers beside their estimates, with hints; () where none were measured."""
    if not measured.layers:
        return ()
    engine = engines.engine(made.program.engine)
    fastest = engine.lower(made.graph, core(made.board), made.program.name, "time")
    estimate, other = _estimate(made.program, made.board), _estimate(fastest, made.board)
    quickest = None if other is None else Fastest(fastest, other)
    return hints.explain(made.program, made.board, measured.layers, estimate, quickest)


def _estimate(program: Program, board: Board) -> predict.Prediction | None:
    """None for a core or a kernel of which nothing is known."""
    try:
        return predict.predict(program, board)
    except ModelError:
        return None
