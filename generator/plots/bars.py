"""Horizontal bars, one for each thing, with whiskers for how uncertain each is."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import WIDTH, Drawn, box, frame, line, shortened, text, ticks

_LEFT, _RIGHT, _TOP, _ROW = 250.0, 110.0, 26.0, 20.0


@dataclass(frozen=True)
class Bar:
    """One bar. low, high: between which the true value should lie; equal to it where known.

    colour: 1 to 8. note: what is written behind the bar. title: what the mouse shows.
    """

    label: str
    value: float
    low: float
    high: float
    colour: int
    note: str
    title: str


def bars(found: Sequence[Bar], unit: str, label: str) -> str:
    """The bars on one axis from zero, which has this unit."""
    largest = max((bar.high for bar in found), default=0.0) or 1.0
    scale = (WIDTH - _LEFT - _RIGHT) / largest
    height = _TOP + _ROW * len(found) + 8
    drawn: Drawn = []
    for tick in ticks(largest):
        x = _LEFT + tick * scale
        drawn += [
            line(x, _TOP - 6, x, height - 8, "grid"),
            text(x, _TOP - 11, f"{tick:g}", "soft", "middle", "small"),
        ]
    drawn.append(text(_LEFT - 10, _TOP - 11, unit, "soft", "end", "small"))
    for row, bar in enumerate(found):
        drawn += _bar(bar, _TOP + row * _ROW, scale)
    return frame(drawn, height, label)


def _bar(bar: Bar, y: float, scale: float) -> Drawn:
    width, middle = bar.value * scale, y + _ROW / 2
    drawn = [
        text(_LEFT - 10, middle + 4, shortened(bar.label, 38), "end"),
        box(_LEFT, y + 3, width, _ROW - 6, bar.title, f"c{bar.colour}"),
        text(_LEFT + bar.high * scale + 8, middle + 4, bar.note, "soft", "small"),
    ]
    if bar.high > bar.low:
        low, high = _LEFT + bar.low * scale, _LEFT + bar.high * scale
        drawn += [
            line(low, middle, high, middle, "whisker"),
            line(low, middle - 3, low, middle + 3, "whisker"),
            line(high, middle - 3, high, middle + 3, "whisker"),
        ]
    return drawn
