"""The axes of plots over the layers of a model: layers across, bytes upward."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import WIDTH, Drawn, line, text, ticks

LEFT, RIGHT, TOP = 70.0, WIDTH - 130.0, 14.0
_FOOT = 50.0
_MARK_HEIGHT = 26.0
_MOST_NUMBERS = 40


@dataclass(frozen=True)
class Mark:
    """A line across, at so many bytes. kind: "alarm", "good" or "soft"."""

    label: str
    bytes: int
    kind: str


@dataclass(frozen=True)
class StepAxes:
    """Layers and bytes as places on the plot. tallest: bytes at the top; height: in pixels."""

    layers: int
    tallest: int
    height: float

    @property
    def floor(self) -> float:
        """Where 0 bytes are."""
        return TOP + self.height

    @property
    def whole_height(self) -> float:
        """The plot with its foot."""
        return self.floor + _FOOT

    @property
    def pitch(self) -> float:
        """From one layer to the next."""
        return (RIGHT - LEFT) / max(self.layers, 1)

    def x(self, layer: float) -> float:
        """Where a layer begins."""
        return LEFT + layer * self.pitch

    def y(self, size_bytes: float) -> float:
        """Where so many bytes end."""
        return TOP + self.height * (1 - size_bytes / max(self.tallest, 1))

    def grid(self) -> Drawn:
        """Lines at round numbers of bytes."""
        drawn: Drawn = []
        for tick in ticks(self.tallest):
            y = self.y(tick)
            drawn += [
                line(LEFT, y, RIGHT, y, "grid"),
                text(LEFT - 8, y + 4, f"{tick:,.0f}", "soft", "end", "small"),
            ]
        return drawn

    def marks(self, marks: Sequence[Mark]) -> Drawn:
        """Lines across with their names at the right, moved apart where they are close."""
        drawn: Drawn = []
        lowest_free = TOP
        for mark in sorted(marks, key=lambda m: -m.bytes):
            y = self.y(mark.bytes)
            words = max(y, lowest_free)
            lowest_free = words + _MARK_HEIGHT
            ink = f"{mark.kind}-text" if mark.kind != "soft" else "soft"
            drawn += [
                line(LEFT, y, RIGHT + 6, y, f"{mark.kind}-line"),
                text(RIGHT + 10, words + 4, mark.label, ink, "small", "strong"),
                text(RIGHT + 10, words + 16, f"{mark.bytes:,}", ink, "small"),
            ]
        return drawn

    def numbers(self) -> Drawn:
        """The layers' numbers, some left out where there are many."""
        every = max(1, -(-self.layers // _MOST_NUMBERS))
        drawn: Drawn = [line(LEFT, self.floor, RIGHT, self.floor, "axis")]
        for layer in range(0, self.layers, every):
            x = self.x(layer + 0.5)
            drawn.append(text(x, self.floor + 16, str(layer), "soft", "middle", "small"))
        middle = (LEFT + RIGHT) / 2
        return [*drawn, text(middle, self.floor + 36, "layer", "soft", "middle", "small")]
