"""Dots on one logarithmic axis, a strip for each thing: how it does in many places."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import (
    WIDTH,
    Drawn,
    box,
    dot,
    frame,
    line,
    round_values,
    shortened,
    text,
)

_LEFT, _RIGHT, _TOP, _ROW, _LEGEND = 170.0, 30.0, 52.0, 30.0, 150.0


@dataclass(frozen=True)
class Spot:
    """One dot; value: above 0. group: an index into the groups. title: what the mouse shows."""

    value: float
    group: int
    title: str


@dataclass(frozen=True)
class Strip:
    """A row of dots."""

    label: str
    spots: tuple[Spot, ...]


def strips(rows: Sequence[Strip], groups: Sequence[str], unit: str, label: str) -> str:
    """groups: at most eight, each in a colour of its own, named in a legend."""
    values = [spot.value for row in rows for spot in row.spots]
    axis = _Axis(min(values, default=1.0), max(values, default=10.0))
    height = _TOP + _ROW * len(rows) + 8
    drawn: Drawn = [*_legend(groups), text(_LEFT - 10, _TOP - 10, unit, "soft", "end", "small")]
    for value in axis.marks():
        x = axis.x(value)
        drawn.append(line(x, _TOP - 6, x, height - 8, "grid"))
        drawn.append(text(x, _TOP - 10, f"{value:g}", "soft", "middle", "small"))
    for position, row in enumerate(rows):
        drawn += _row(row, _TOP + (position + 0.5) * _ROW, axis)
    return frame(drawn, height, label)


def _row(row: Strip, y: float, axis: "_Axis") -> Drawn:
    drawn: Drawn = [
        text(_LEFT - 10, y + 4, shortened(row.label, 24), "end"),
        line(_LEFT, y, WIDTH - _RIGHT, y, "grid"),
    ]
    for spot in row.spots:
        drawn.append(dot(axis.x(spot.value), y, 5.0, spot.title, f"c{spot.group + 1}", "edge"))
    return drawn


def _legend(groups: Sequence[str]) -> Drawn:
    drawn: Drawn = []
    for index, name in enumerate(groups):
        x = _LEFT + index * _LEGEND * 0.7
        drawn.append(box(x, 6, 11, 11, name, f"c{index + 1}"))
        drawn.append(text(x + 17, 16, name, "small"))
    return drawn


@dataclass(frozen=True)
class _Axis:
    """From a little below the least to a little above the greatest value."""

    least: float
    most: float

    @property
    def ends(self) -> tuple[float, float]:
        """Decimal logarithms."""
        return math.log10(self.least) - 0.1, math.log10(self.most) + 0.1

    def x(self, value: float) -> float:
        low, high = self.ends
        share = (math.log10(value) - low) / (high - low)
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def marks(self) -> list[float]:
        """Powers of ten; within less than two of them, more."""
        low, high = self.ends
        decades = [10.0**power for power in range(math.ceil(low), math.floor(high) + 1)]
        return decades if len(decades) > 1 else round_values(low, high)
