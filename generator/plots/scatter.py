"""Points in two dimensions, with the front of those that no other beats in both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import WIDTH, Drawn, box, dot, frame, line, path, text

_LEFT, _RIGHT, _TOP, _HEIGHT, _FOOT = 80.0, 40.0, 20.0, 340.0, 54.0
# Labels that would lie on each other are moved apart by so much.
_LABEL_HEIGHT = 12.0


@dataclass(frozen=True)
class Point:
    """A point; less is better in both directions. Both must be above 0, for the axes' logarithm.

    colour: 1 to 8. filled: whether it meets what was asked. title: what the mouse shows.
    """

    label: str
    x: float
    y: float
    colour: int
    filled: bool
    title: str


def front(points: Sequence[Point]) -> list[Point]:
    """Those that no other beats in both, by ascending x."""
    best: list[Point] = []
    for point in sorted(points, key=lambda p: (p.x, p.y)):
        if not best or point.y < best[-1].y:
            best.append(point)
    return best


def scatter(
    points: Sequence[Point],
    x_name: str,
    y_name: str,
    label: str,
    limits: tuple[float | None, float | None] = (None, None),
) -> str:
    """The points on logarithmic axes. limits: the most that was asked for, of x and of y."""
    xs = [p.x for p in points] + [v for v in limits[:1] if v]
    ys = [p.y for p in points] + [v for v in limits[1:] if v]
    view = _View(_decades(xs), _decades(ys))
    drawn: Drawn = [*view.limits(limits), *view.grid(x_name, y_name)]
    drawn.append(path([(view.x(p.x), view.y(p.y)) for p in front(points)], "front"))
    drawn += view.points(points)
    return frame(drawn, _TOP + _HEIGHT + _FOOT, label)


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """The logarithms of the axis' ends, with a little room at both."""
    low, high = math.log10(min(values, default=1.0)), math.log10(max(values, default=10.0))
    room = max(0.08 * (high - low), 0.1)
    return low - room, high + room


@dataclass(frozen=True)
class _View:
    """Values as places on the plot."""

    across: tuple[float, float]
    upward: tuple[float, float]

    def x(self, value: float) -> float:
        low, high = self.across
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (math.log10(value) - low) / (high - low)

    def y(self, value: float) -> float:
        low, high = self.upward
        return _TOP + _HEIGHT * (1 - (math.log10(value) - low) / (high - low))

    def limits(self, limits: tuple[float | None, float | None]) -> Drawn:
        """What is too much is shaded."""
        drawn: Drawn = []
        if limits[0]:
            x = self.x(limits[0])
            right = WIDTH - _RIGHT
            words = f"above {limits[0]:g}"
            drawn += [
                box(x, _TOP, right - x, _HEIGHT, words, "band", round_by=0),
                line(x, _TOP, x, _TOP + _HEIGHT, "alarm-line"),
            ]
        if limits[1]:
            y = self.y(limits[1])
            words = f"above {limits[1]:g}"
            drawn += [
                box(_LEFT, _TOP, WIDTH - _LEFT - _RIGHT, y - _TOP, words, "band", round_by=0),
                line(_LEFT, y, WIDTH - _RIGHT, y, "alarm-line"),
            ]
        return drawn

    def grid(self, x_name: str, y_name: str) -> Drawn:
        drawn: Drawn = []
        for value in _round_values(*self.across):
            x = self.x(value)
            drawn += [
                line(x, _TOP, x, _TOP + _HEIGHT, "grid"),
                text(x, _TOP + _HEIGHT + 16, f"{value:g}", "soft", "middle", "small"),
            ]
        for value in _round_values(*self.upward):
            y = self.y(value)
            drawn += [
                line(_LEFT, y, WIDTH - _RIGHT, y, "grid"),
                text(_LEFT - 8, y + 4, f"{value:g}", "soft", "end", "small"),
            ]
        middle = (_LEFT + WIDTH - _RIGHT) / 2
        drawn.append(text(middle, _TOP + _HEIGHT + 38, x_name, "soft", "middle"))
        drawn.append(text(_LEFT, _TOP - 7, y_name, "soft"))
        return drawn

    def points(self, points: Sequence[Point]) -> Drawn:
        drawn: Drawn = []
        taken: list[tuple[float, float]] = []
        for point in sorted(points, key=lambda p: (self.y(p.y), p.x)):
            x, y = self.x(point.x), self.y(point.y)
            classes = (f"c{point.colour}",) if point.filled else (f"c{point.colour}", "faint")
            drawn.append(dot(x, y, 5.5, point.title, *classes))
            words_y = _free(x, y + 4, taken)
            taken.append((x, words_y))
            left = x > WIDTH - 200
            ink = ("small",) if point.filled else ("small", "soft")
            side = (x - 9, "end") if left else (x + 9,)
            drawn.append(text(side[0], words_y, point.label, *ink, *side[1:]))
        return drawn


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> float:
    """A height for a label where none lies yet."""
    while any(abs(y - other) < _LABEL_HEIGHT and abs(x - beside) < 130 for beside, other in taken):
        y += 2.0
    return y


def _round_values(low: float, high: float) -> list[float]:
    """1, 2 and 5 times the powers of ten between two logarithms."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    values = (factor * 10.0**power for power in powers for factor in (1, 2, 5))
    return [value for value in values if low <= math.log10(value) <= high]
