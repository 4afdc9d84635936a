"""One thing and what it is made of: a bar in pieces, with a legend below."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.plots.canvas import WIDTH, Drawn, box, frame, line, text

_BAR, _LEGEND_ROW, _COLUMNS = 34.0, 19.0, 4


@dataclass(frozen=True)
class Piece:
    """A part of the whole. colour: 1 to 8, or 0 for what is left."""

    label: str
    bytes: int
    colour: int


def parts(pieces: Sequence[Piece], whole_bytes: int, label: str) -> str:
    """The pieces side by side; a line marks the whole where they are more than that."""
    there = [piece for piece in pieces if piece.bytes]
    scale = WIDTH / max(sum(piece.bytes for piece in there), whole_bytes, 1)
    drawn: Drawn = []
    x = 0.0
    for position, piece in enumerate(there):
        width = piece.bytes * scale
        share = f"{piece.label}: {piece.bytes:,} bytes, {piece.bytes / whole_bytes:.1%}"
        drawn.append(box(x, 8, width, _BAR, share, _colour(piece), "edge"))
        if width > 70:
            ink = ("on-colour",) if piece.colour else ("soft",)
            drawn.append(text(x + width / 2, 30, f"{piece.bytes:,}", "middle", "strong", *ink))
        drawn += _legend(position, piece, whole_bytes)
        x += width
    drawn.append(line(whole_bytes * scale, 2, whole_bytes * scale, _BAR + 14, "axis"))
    rows = -(-len(there) // _COLUMNS)
    return frame(drawn, _BAR + 26 + rows * _LEGEND_ROW, label)


def _legend(position: int, piece: Piece, whole_bytes: int) -> Drawn:
    x = position % _COLUMNS * (WIDTH / _COLUMNS)
    y = _BAR + 34 + position // _COLUMNS * _LEGEND_ROW
    words = f"{piece.label} {piece.bytes:,} ({piece.bytes / whole_bytes:.1%})"
    return [box(x, y - 10, 11, 11, piece.label, _colour(piece)), text(x + 17, y, words, "small")]


def _colour(piece: Piece) -> str:
    return f"c{piece.colour}" if piece.colour else "free"
