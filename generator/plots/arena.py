"""The map of the arena: which bytes hold what, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import COLOURS, Drawn, box, frame, shortened, text
from generator.plots.step_axes import TOP, Mark, StepAxes

_HEIGHT = 300.0
_ROOM_ABOVE = 1.06
_LETTER_WIDTH = 6.2
_LEAST_LETTERS, _LEAST_HEIGHT = 5, 14.0


@dataclass(frozen=True)
class Placed:
    """A buffer that takes bytes `start` to `end` of the arena in layers `first` to `last`."""

    label: str
    first: int
    last: int
    start: int
    end: int


def arena_map(
    buffers: Sequence[Placed], layers: int, peak: int, marks: Sequence[Mark], label: str
) -> str:
    """Every buffer as a rectangle of its life and its bytes; the layer `peak` is shaded."""
    top = max([buffer.end for buffer in buffers] + [mark.bytes for mark in marks] + [1])
    axes = StepAxes(layers, round(top * _ROOM_ABOVE), _HEIGHT)
    ordered = sorted(buffers, key=lambda b: (b.first, b.start))
    shade = box(axes.x(peak), TOP, axes.pitch, _HEIGHT, f"the peak: layer {peak}", "band")
    drawn: Drawn = [*axes.grid(), shade]
    for number, buffer in enumerate(ordered):
        drawn += _buffer(buffer, axes, f"c{number % COLOURS + 1}")
    for buffer in ordered:
        drawn += _name(buffer, ordered, axes)
    return frame([*drawn, *axes.marks(marks), *axes.numbers()], axes.whole_height, label)


def _buffer(buffer: Placed, axes: StepAxes, colour: str) -> Drawn:
    first, last = max(buffer.first, 0), min(buffer.last, axes.layers - 1)
    left, width = axes.x(first), (last + 1 - first) * axes.pitch
    top, height = axes.y(buffer.end), axes.y(buffer.start) - axes.y(buffer.end)
    title = (
        f"{buffer.label}\n{buffer.end - buffer.start:,} bytes, {buffer.start:,} to {buffer.end:,}\n"
        f"layers {first} to {last}"
    )
    return [
        box(left, top, width, height, title, colour, "faint"),
        box(left, top, width, height, title, colour, "hollow", "edge"),
    ]


def _name(buffer: Placed, buffers: Sequence[Placed], axes: StepAxes) -> Drawn:
    """The buffer's label, where no other buffer lies over it for long enough."""
    begin, end = _alone(buffer, buffers, axes.layers)
    letters = int((end - begin) * axes.pitch / _LETTER_WIDTH)
    if letters < _LEAST_LETTERS or axes.y(buffer.start) - axes.y(buffer.end) < _LEAST_HEIGHT:
        return []
    y = (axes.y(buffer.start) + axes.y(buffer.end)) / 2 + 4
    words = shortened(buffer.label, letters)
    return [text(axes.x((begin + end) / 2), y, words, "middle", "small")]


def _alone(buffer: Placed, buffers: Sequence[Placed], layers: int) -> tuple[int, int]:
    """The longest run of layers, begin and end, in which a buffer has its bytes for itself."""
    others = [
        other
        for other in buffers
        if other is not buffer and other.start < buffer.end and buffer.start < other.end
    ]
    best = begin = max(buffer.first, 0)
    length = 0
    for layer in range(begin, min(buffer.last + 1, layers)):
        if any(other.first <= layer <= other.last for other in others):
            begin = layer + 1
        elif layer + 1 - begin > length:
            best, length = begin, layer + 1 - begin
    return best, best + length
