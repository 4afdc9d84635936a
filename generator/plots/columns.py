"""Columns over the layers of a model: bytes that are taken, and that would be taken otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import Drawn, box, dot, frame
from generator.plots.step_axes import Mark, StepAxes

_HEIGHT = 200.0
_FILLED = 0.7


@dataclass(frozen=True)
class Column:
    """A layer: bytes taken, bytes alive in all (a faint column), and another figure as a dot."""

    taken: int
    alive: int
    other: int
    title: str


def columns(found: Sequence[Column], peak: int, marks: Sequence[Mark], label: str) -> str:
    """The columns from zero, the one at `peak` in another colour, and lines across."""
    tallest = max([max(c.alive, c.other) for c in found] + [m.bytes for m in marks] + [1])
    axes = StepAxes(len(found), tallest, _HEIGHT)
    drawn: Drawn = axes.grid()
    for layer, column in enumerate(found):
        drawn += _column(column, layer, axes, "c4" if layer == peak else "c1")
    return frame([*drawn, *axes.marks(marks), *axes.numbers()], axes.whole_height, label)


def _column(column: Column, layer: int, axes: StepAxes, colour: str) -> Drawn:
    width, left = axes.pitch * _FILLED, axes.x(layer + (1 - _FILLED) / 2)
    alive, taken = axes.y(column.alive), axes.y(column.taken)
    return [
        box(left, alive, width, axes.floor - alive, column.title, colour, "faint"),
        box(left, taken, width, axes.floor - taken, column.title, colour),
        dot(axes.x(layer + 0.5), axes.y(column.other), 3.0, column.title, "c2"),
    ]
