"""Which boards meet a wish, for people: a table, and a page with the front of the best."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator import __version__
from generator.analysis.choice import Candidate, Limits, Verdict, best_of_each_board, ranked
from generator.figures import figure
from generator.plots.canvas import standalone
from generator.plots.scatter import Point, scatter
from generator.reports.page import Card, Page, PageTable, Row, Section

_STYLES = {"yes": "green", "likely": "yellow", "no": "red"}
_HEADINGS = ("board", "MHz", "", "ms", "±", "mJ", "flash", "RAM", "kernels", "")
_ESTIMATES = (
    "Times and energies are estimates. Likely: the estimate meets the wish, the end of its band "
    "does not. Boards with the smallest parts come first; prices are not known here."
)


def render(model: str, verdicts: Sequence[Verdict], limits: Limits) -> RenderableType:
    """One row for each board, at the slowest clock that meets the wish."""
    table = Table(*_HEADINGS, title=title(model, limits), title_justify="left", box=box.SIMPLE_HEAD)
    for column in (1, 3, 4, 5, 6, 7):
        table.columns[column].justify = "right"
    for verdict in ranked(best_of_each_board(verdicts)):
        board, clock, answer, *rest = _cells(verdict)
        table.add_row(board, clock, Text(answer, _STYLES[verdict.answer]), *rest)
    return Group(table, Text(_ESTIMATES))


def title(model: str, limits: Limits) -> str:
    """What was asked, in words."""
    wishes = list(_wishes(limits))
    return f"{model}: {', '.join(wishes) if wishes else 'where it fits'}"


def _wishes(limits: Limits) -> Iterator[str]:
    if limits.milliseconds is not None:
        yield f"at most {limits.milliseconds:g} ms"
    if limits.energy_uj is not None:
        yield f"at most {limits.energy_uj / 1e3:g} mJ"
    if limits.flash_bytes is not None:
        yield f"at most {limits.flash_bytes:,} bytes of flash"
    if limits.ram_bytes is not None:
        yield f"at most {limits.ram_bytes:,} bytes of RAM"


def _cells(verdict: Verdict) -> tuple[str, ...]:
    c = verdict.candidate
    energy = "unknown" if c.energy is None else figure(c.energy.estimate_uj / 1e3)
    return (
        *(c.board, f"{c.clock_hz / 1e6:g}", verdict.answer),
        *(figure(c.milliseconds), f"{c.band_percent:.0f} %", energy),
        *(f"{c.flash_bytes:,}", f"{c.ram_bytes:,}", f"-O {c.goal}"),
        "; ".join(verdict.reasons),
    )


def page(model: str, verdicts: Sequence[Verdict], limits: Limits) -> Page:
    """The same as a page, with the plot."""
    best = ranked(best_of_each_board(verdicts))
    meeting = [verdict for verdict in best if verdict.answer != "no"]
    first = meeting[0].candidate if meeting else None
    rows = tuple(Row(_cells(v), "strong" if v is best[0] and meeting else "") for v in best)
    return Page(
        title=title(model, limits),
        subtitle=("Which boards meet it, at the slowest clock that does.",),
        cards=(
            Card("boards that meet it", f"{len(meeting)}", f"of {len(best)}"),
            Card("smallest", first.board if first else "none", _in_short(first)),
        ),
        sections=(
            *_plots(verdicts, limits),
            Section("Boards", _ESTIMATES, table=PageTable(_HEADINGS, rows, (1, 3, 4, 5, 6, 7))),
        ),
        footer=(f"generator {__version__}. {_ESTIMATES}",),
    )


def _in_short(candidate: Candidate | None) -> str:
    if candidate is None:
        return "no board meets the wish"
    return f"{candidate.clock_hz / 1e6:g} MHz, about {figure(candidate.milliseconds)} ms"


_ABOUT_PLOT = (
    "Every board at every clock that was looked at; less is better. The line joins those that no "
    "other beats in both. Pale points miss the wish; small ones are a board at another clock."
)


def _plots(verdicts: Sequence[Verdict], limits: Limits) -> Iterator[Section]:
    known = [v for v in verdicts if v.candidate.energy is not None and v.candidate.fits]
    if len(known) > 1:
        without = {v.candidate.board for v in verdicts if v.candidate.energy is None}
        missing = f" Nobody knows what {len(without)} boards draw." if without else ""
        plot = pareto(verdicts, limits, "energy")
        yield Section("Latency and energy", _ABOUT_PLOT + missing, plot=plot)
    if any(v.candidate.fits for v in verdicts):
        plot = pareto(verdicts, limits, "flash")
        yield Section("Latency and flash", _ABOUT_PLOT, plot=plot)


def pareto(verdicts: Sequence[Verdict], limits: Limits, against: str) -> str:
    """Latency against "energy" or "flash"."""
    cores = sorted({verdict.candidate.core for verdict in verdicts})
    named = best_of_each_board(verdicts)
    heights = ((verdict, _height(verdict.candidate, against)) for verdict in ranked(verdicts))
    points = [
        _point(verdict, height, cores, named=verdict in named)
        for verdict, height in heights
        if height is not None and verdict.candidate.fits
    ]
    energy_mj = limits.energy_uj / 1e3 if limits.energy_uj is not None else None
    return scatter(
        points,
        "latency in ms",
        "energy in mJ" if against == "energy" else "flash in bytes",
        f"latency against {against}",
        (limits.milliseconds, energy_mj if against == "energy" else limits.flash_bytes),
        cores,
    )


def _height(c: Candidate, against: str) -> float | None:
    if against == "flash":
        return float(c.flash_bytes)
    return None if c.energy is None else c.energy.estimate_uj / 1e3


def pareto_file(verdicts: Sequence[Verdict], limits: Limits) -> str:
    """The plot against energy as an SVG file, or that against flash if no energy is known."""
    known = any(v.candidate.energy is not None and v.candidate.fits for v in verdicts)
    return standalone(pareto(verdicts, limits, "energy" if known else "flash"))


def _point(verdict: Verdict, height: float, cores: Sequence[str], *, named: bool) -> Point:
    c = verdict.candidate
    name = f"{c.board}@{c.clock_hz / 1e6:g}"
    return Point(
        label=name if named else "",
        x=c.milliseconds,
        y=height,
        colour=cores.index(c.core) + 1,
        filled=verdict.answer != "no",
        title=f"{name}, {c.core}\n{figure(c.milliseconds)} ms ±{c.band_percent:.0f} %\n"
        + "\n".join(verdict.reasons),
    )
