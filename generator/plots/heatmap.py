"""A matrix of counts: how often which class was taken for which."""

from collections.abc import Sequence

from generator.plots.canvas import WIDTH, Drawn, box, frame, shortened, text

_LEFT, _TOP, _LARGEST_CELL = 170.0, 46.0, 46.0
_SHADES = 0.12  # the least that a cell which is not empty is shaded


def heatmap(labels: Sequence[str], counts: Sequence[Sequence[int]], label: str) -> str:
    """Rows are what is true, columns what was answered; shaded by the share of the row."""
    size = min(_LARGEST_CELL, (WIDTH - _LEFT) / max(len(labels), 1))
    letters = max(3, int(size / 7))
    drawn: Drawn = [text(_LEFT, 14, "answered", "soft", "small")]
    for index, name in enumerate(labels):
        middle = _LEFT + (index + 0.5) * size
        drawn.append(text(middle, _TOP - 10, _begun(name, letters), "middle", "small"))
        drawn.append(text(_LEFT - 10, _TOP + (index + 0.5) * size + 4, shortened(name, 24), "end"))
    for row, numbers in enumerate(counts):
        for column, number in enumerate(numbers):
            drawn += _cell(labels, row, column, number, sum(numbers), size)
    return frame(drawn, _TOP + len(labels) * size + 8, label)


def _cell(labels: Sequence[str], row: int, column: int, number: int, of: int, size: float) -> Drawn:
    """One cell; the right answers in another colour than the wrong ones."""
    x, y = _LEFT + column * size, _TOP + row * size
    share = number / of if of else 0.0
    title = f"{labels[row]}, answered {labels[column]}: {number:,} of {of:,} ({share:.1%})"
    drawn = [box(x + 1, y + 1, size - 2, size - 2, title, "free", "faint")]
    if number:
        colour = "c3" if row == column else "c4"
        opacity = round(_SHADES + (1 - _SHADES) * share, 2)
        shaded = box(x + 1, y + 1, size - 2, size - 2, title, colour, opacity=opacity)
        ink = "on-colour" if share > 0.55 else "strong"
        drawn += [shaded, text(x + size / 2, y + size / 2 + 4, f"{number:,}", "middle", ink)]
    return drawn


def _begun(name: str, letters: int) -> str:
    """The first letters of a name."""
    return name if len(name) <= letters else name[: letters - 1] + "…"
