"""What all plots draw with: escaped text, boxes with titles to hover over, axes, a frame."""

import html
import math
from collections.abc import Iterable, Sequence

import svg

from generator.plots.plain import THEME, colour, with_attributes

WIDTH = 940.0
COLOURS = 8
# Fewer marks than these are too few to read an axis by.
_FEWEST_MARKS = 4

Drawn = list[svg.Element]


def text(x: float, y: float, words: str, *classes: str) -> svg.Element:
    """A line of text, its baseline at y."""
    return svg.Text(x=_near(x), y=_near(y), text=html.escape(words), class_=list(classes))


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    title: str,
    *classes: str,
    round_by: float = 2,
    opacity: float | None = None,
) -> svg.Element:
    """A rectangle that says what it is when the mouse is on it."""
    return svg.Rect(
        x=_near(x),
        y=_near(y),
        width=_near(max(width, 0.5)),
        height=_near(max(height, 0.5)),
        rx=round_by,
        fill_opacity=opacity,
        class_=list(classes),
        elements=[svg.Title(text=html.escape(title))],
    )


def dot(x: float, y: float, radius: float, title: str, *classes: str) -> svg.Element:
    """A point that says what it is when the mouse is on it."""
    return svg.Circle(
        cx=_near(x),
        cy=_near(y),
        r=radius,
        class_=list(classes),
        elements=[svg.Title(text=html.escape(title))],
    )


def line(x1: float, y1: float, x2: float, y2: float, *classes: str) -> svg.Element:
    """A straight line."""
    return svg.Line(x1=_near(x1), y1=_near(y1), x2=_near(x2), y2=_near(y2), class_=list(classes))


def path(points: Sequence[tuple[float, float]], *classes: str) -> svg.Element:
    """A line through points."""
    ends = [svg.Point(_near(x), _near(y)) for x, y in points]
    return svg.Polyline(points=ends, class_=list(classes))


def frame(drawn: Iterable[svg.Element], height: float, label: str) -> str:
    """The plot for a page that has the theme. label: what it shows, for those who cannot see."""
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, _near(height)),
        class_=["plot"],
        extra={"role": "img", "aria-label": html.escape(label, quote=True)},
        elements=list(drawn),
    ).as_str()


def standalone(plot: str) -> str:
    """The plot as a file of its own, with the theme and a ground to stand on."""
    style = f"<style>{THEME.read_text(encoding='utf-8')}</style>"
    paper = f'fill="{colour("paper")}" style="fill: var(--paper)"'
    opening, rest = with_attributes(plot).split(">", 1)
    return f'{opening}>{style}<rect width="100%" height="100%" {paper}/>{rest}\n'


def ticks(largest: float, about: int = 5) -> list[float]:
    """Round numbers from 0 to at most `largest`: steps of 1, 2 or 5 times a power of ten."""
    if largest <= 0:
        return [0.0]
    raw = largest / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    return [step * count for count in range(int(largest / step + 1e-9) + 1)]


def round_values(low: float, high: float) -> list[float]:
    """Round values between two decimal logarithms: 1, 2 and 5 times powers of ten, or even steps.

    The steps are for a narrow range, in which the others would be too few to read it by.
    """
    powers = range(math.floor(low), math.ceil(high) + 1)
    values = (factor * 10.0**power for power in powers for factor in (1, 2, 5))
    found = [value for value in values if low <= math.log10(value) <= high]
    return found if len(found) >= _FEWEST_MARKS else _even_values(10.0**low, 10.0**high)


def _even_values(first: float, last: float) -> list[float]:
    step = ticks(last - first, 8)[1]
    counts = range(math.ceil(first / step), math.floor(last / step) + 1)
    return [round(step * count, 12) for count in counts]


def shortened(words: str, characters: int) -> str:
    """At most so many characters; what is left out leaves an ellipsis in front."""
    return words if len(words) <= characters else "…" + words[-(characters - 1) :]


def _near(value: float) -> float:
    """To a tenth of a pixel: smaller files, and equal ones on every machine."""
    return round(value, 1)
