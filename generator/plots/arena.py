"""Memory over time: which bytes of the arena hold what, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import COLOURS, WIDTH, Drawn, box, frame, line, shortened, text, ticks

_LEFT, _RIGHT, _TOP, _HEIGHT, _FOOT = 70.0, 130.0, 14.0, 300.0, 58.0


@dataclass(frozen=True)
class Placed:
    """A buffer that takes bytes `start` to `end` of the arena in steps `first` to `last`."""

    label: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A line across, at so many bytes. kind: "alarm", "good" or "soft"."""

    label: str
    bytes: int
    kind: str


def arena_map(
    buffers: Sequence[Placed], steps: Sequence[str], peak: int, marks: Sequence[Mark], label: str
) -> str:
    """Every buffer as a rectangle of its life and its bytes; the step `peak` is shaded."""
    ceiling = max([buffer.end for buffer in buffers] + [mark.bytes for mark in marks] + [1])
    view = _View(len(steps), ceiling)
    drawn: Drawn = [*view.grid(), *view.shade(peak)]
    for number, buffer in enumerate(sorted(buffers, key=lambda b: (b.first, b.start))):
        drawn += view.buffer(buffer, number % COLOURS + 1)
    drawn += [*view.marks(marks), *view.step_names(steps)]
    return frame(drawn, _TOP + _HEIGHT + _FOOT, label)


@dataclass(frozen=True)
class _View:
    """Steps and bytes as places on the plot."""

    steps: int
    ceiling: int

    def x(self, step: float) -> float:
        return _LEFT + step * (WIDTH - _LEFT - _RIGHT) / max(self.steps, 1)

    def y(self, size_bytes: float) -> float:
        return _TOP + _HEIGHT * (1 - size_bytes / self.ceiling)

    def grid(self) -> Drawn:
        drawn: Drawn = []
        for tick in ticks(self.ceiling):
            y = self.y(tick)
            drawn += [
                line(_LEFT, y, WIDTH - _RIGHT, y, "grid"),
                text(_LEFT - 8, y + 4, f"{tick:,.0f}", "soft", "end", "small"),
            ]
        return drawn

    def shade(self, peak: int) -> Drawn:
        left, right = self.x(peak), self.x(peak + 1)
        return [
            box(left, _TOP, right - left, _HEIGHT, f"the peak: layer {peak}", "band", round_by=0)
        ]

    def buffer(self, buffer: Placed, colour: int) -> Drawn:
        left, right = self.x(max(buffer.first, 0)), self.x(min(buffer.last + 1, self.steps))
        top, bottom = self.y(buffer.end), self.y(buffer.start)
        title = (
            f"{buffer.label}\n{buffer.end - buffer.start:,} bytes at {buffer.start:,} to "
            f"{buffer.end:,}\nlayers {max(buffer.first, 0)} to {min(buffer.last, self.steps - 1)}"
        )
        drawn = [
            box(left, top, right - left, bottom - top, title, f"c{colour}", "faint"),
            box(left, top, right - left, bottom - top, title, f"c{colour}", "hollow", "edge"),
        ]
        room = int((right - left) / 6.4)
        if bottom - top > 14 and room > 6:
            middle = (top + bottom) / 2 + 4
            drawn.append(
                text((left + right) / 2, middle, shortened(buffer.label, room), "middle", "small")
            )
        return drawn

    def marks(self, marks: Sequence[Mark]) -> Drawn:
        drawn: Drawn = []
        lowest_free = _TOP
        for mark in sorted(marks, key=lambda m: -m.bytes):
            y = self.y(mark.bytes)
            words = max(y, lowest_free)
            lowest_free = words + 26
            ink = f"{mark.kind}-text" if mark.kind != "soft" else "soft"
            drawn += [
                line(_LEFT, y, WIDTH - _RIGHT + 6, y, f"{mark.kind}-line"),
                text(WIDTH - _RIGHT + 10, words + 4, mark.label, ink, "small", "strong"),
                text(WIDTH - _RIGHT + 10, words + 16, f"{mark.bytes:,}", ink, "small"),
            ]
        return drawn

    def step_names(self, steps: Sequence[str]) -> Drawn:
        every = max(1, -(-len(steps) // 40))
        drawn: Drawn = []
        for index in range(0, len(steps), every):
            x = (self.x(index) + self.x(index + 1)) / 2
            drawn.append(text(x, _TOP + _HEIGHT + 16, str(index), "soft", "middle", "small"))
        middle = (_LEFT + WIDTH - _RIGHT) / 2
        drawn.append(text(middle, _TOP + _HEIGHT + 36, "layer", "soft", "middle", "small"))
        drawn.append(line(_LEFT, _TOP + _HEIGHT, WIDTH - _RIGHT, _TOP + _HEIGHT, "axis"))
        return drawn
