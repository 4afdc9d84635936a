"""What a report on a page is made of; `render.page` makes HTML of it, which needs nothing else.

Everything is text and is escaped, but for plots, which escape what they draw.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Card:
    """One figure at the top. tone: "", "good" or "bad"."""

    name: str
    figure: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table. tone: "", "strong" or "mark"."""

    cells: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True)
class PageTable:
    """A table. numbers: the columns that are set to the right."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the page: words, then a plot, a table and points, each if there is one."""

    title: str
    words: str
    plot: str = ""
    table: PageTable | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A whole page."""

    title: str
    subtitle: tuple[str, ...]
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...] = field(default=())
