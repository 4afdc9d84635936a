"""Points in two dimensions, with the front of those that no other beats in both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import WIDTH, Drawn, box, dot, frame, line, path, round_values, text

_LEFT, _RIGHT, TOP, _HEIGHT, _FOOT = 80.0, 40.0, 44.0, 380.0, 50.0
_LETTER_WIDTH = 5.9
# Where a name may stand beside its point, the best place first: shifts, and how it is anchored.
_SIDES = (
    (9.0, 4.0, "start"),
    (-9.0, 4.0, "end"),
    (0.0, -9.0, "middle"),
    (0.0, 17.0, "middle"),
    (9.0, -8.0, "start"),
    (9.0, 16.0, "start"),
    (-9.0, -8.0, "end"),
    (-9.0, 16.0, "end"),
    (0.0, -21.0, "middle"),
    (0.0, 29.0, "middle"),
    (18.0, -16.0, "start"),
    (18.0, 24.0, "start"),
    (-18.0, -16.0, "end"),
    (-18.0, 24.0, "end"),
)


@dataclass(frozen=True)
class Point:
    """A point; less is better in both directions. Both must be above 0, for the axes' logarithm.

    label: its name, "" for none.
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
    legend: Sequence[str] = (),
) -> str:
    """The points on logarithmic axes. limits: the most that was asked for, of x and of y.

    legend: what the colours stand for, in their order.
    """
    xs = [p.x for p in points] + [v for v in limits[:1] if v]
    ys = [p.y for p in points] + [v for v in limits[1:] if v]
    view = _View(_decades(xs), _decades(ys))
    drawn: Drawn = [*view.limits(limits), *view.grid(x_name, y_name)]
    drawn.append(path([(view.x(p.x), view.y(p.y)) for p in front(points)], "front"))
    drawn += [*view.points(points), *_legend(legend)]
    return frame(drawn, TOP + _HEIGHT + _FOOT, label)


def _legend(names: Sequence[str]) -> Drawn:
    drawn: Drawn = []
    x = _LEFT
    for number, name in enumerate(names, 1):
        drawn += [dot(x + 5, 10, 5.0, name, f"c{number}"), text(x + 15, 14, name, "small")]
        x += 34 + len(name) * _LETTER_WIDTH
    return drawn


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
        return TOP + _HEIGHT * (1 - (math.log10(value) - low) / (high - low))

    def limits(self, limits: tuple[float | None, float | None]) -> Drawn:
        """What is too much is shaded."""
        drawn: Drawn = []
        if limits[0]:
            x = self.x(limits[0])
            right = WIDTH - _RIGHT
            words = f"above {limits[0]:g}"
            drawn += [
                box(x, TOP, right - x, _HEIGHT, words, "band", round_by=0),
                line(x, TOP, x, TOP + _HEIGHT, "alarm-line"),
            ]
        if limits[1]:
            y = self.y(limits[1])
            words = f"above {limits[1]:g}"
            drawn += [
                box(_LEFT, TOP, WIDTH - _LEFT - _RIGHT, y - TOP, words, "band", round_by=0),
                line(_LEFT, y, WIDTH - _RIGHT, y, "alarm-line"),
            ]
        return drawn

    def grid(self, x_name: str, y_name: str) -> Drawn:
        drawn: Drawn = []
        for value in round_values(*self.across):
            x = self.x(value)
            drawn += [
                line(x, TOP, x, TOP + _HEIGHT, "grid"),
                text(x, TOP + _HEIGHT + 16, f"{value:,g}", "soft", "middle", "small"),
            ]
        for value in round_values(*self.upward):
            y = self.y(value)
            drawn += [
                line(_LEFT, y, WIDTH - _RIGHT, y, "grid"),
                text(_LEFT - 8, y + 4, f"{value:,g}", "soft", "end", "small"),
            ]
        middle = (_LEFT + WIDTH - _RIGHT) / 2
        drawn.append(text(middle, TOP + _HEIGHT + 38, x_name, "soft", "middle"))
        drawn.append(text(_LEFT - 8, TOP - 9, y_name, "soft"))
        return drawn

    def points(self, points: Sequence[Point]) -> Drawn:
        """The dots, then the names that find a place beside theirs."""
        places = [(self.x(point.x), self.y(point.y)) for point in points]
        drawn: Drawn = []
        for point, (x, y) in zip(points, places, strict=True):
            classes = (f"c{point.colour}",) if point.filled else (f"c{point.colour}", "faint")
            drawn.append(dot(x, y, 5.5 if point.label else 3.5, point.title, *classes))
        taken = [_Area(x - 5, y - 6, x + 5, y + 6) for x, y in places]
        for point, (x, y) in zip(points, places, strict=True):
            drawn += _label(point, x, y, taken)
        return drawn


@dataclass(frozen=True)
class _Area:
    """A rectangle that something is drawn in."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Area") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def _label(point: Point, x: float, y: float, taken: list[_Area]) -> Drawn:
    """The point's name right, left, above or below it, where nothing lies yet; else none."""
    width = len(point.label) * _LETTER_WIDTH
    ink = ("small",) if point.filled else ("small", "soft")
    for shift_x, shift_y, anchor in _SIDES:
        left = x + shift_x - {"start": 0.0, "end": width, "middle": width / 2}[anchor]
        base = y + shift_y
        area = _Area(left, base - 9, left + width, base + 3)
        inside = left >= _LEFT and area.right <= WIDTH - 4 and area.top >= TOP
        if point.label and inside and not any(area.meets(other) for other in taken):
            taken.append(area)
            return [text(x + shift_x, base, point.label, *ink, anchor)]
    return []
