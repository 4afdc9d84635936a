"""Which boards meet a wish, for people: a table, and a page with the front of the best."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator import __version__
from generator.analysis.choice import Candidate, Limits, Verdict, best_of_each_board, ranked
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
    energy = "unknown" if c.energy is None else f"{c.energy.estimate_uj / 1e3:.3g}"
    return (
        *(c.board, f"{c.clock_hz / 1e6:g}", verdict.answer),
        *(f"{c.milliseconds:.3g}", f"{c.band_percent:.0f} %", energy),
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
            Section("Against each other", _about_plot(verdicts), plot=pareto(verdicts, limits)),
            Section("Boards", _ESTIMATES, table=PageTable(_HEADINGS, rows, (1, 3, 4, 5, 6, 7))),
        ),
        footer=(f"generator {__version__}. {_ESTIMATES}",),
    )


def _in_short(candidate: Candidate | None) -> str:
    if candidate is None:
        return "no board meets the wish"
    return f"{candidate.clock_hz / 1e6:g} MHz, about {candidate.milliseconds:.3g} ms"


def _about_plot(verdicts: Sequence[Verdict]) -> str:
    against = "energy" if _energy_known(verdicts) else "flash"
    return (
        f"Latency against {against}, every board at every clock that was looked at; less is "
        "better. The line joins those that no other beats in both; pale points miss the wish."
    )


def _energy_known(verdicts: Sequence[Verdict]) -> bool:
    return sum(v.candidate.energy is not None for v in verdicts if v.candidate.fits) > 1


def pareto(verdicts: Sequence[Verdict], limits: Limits) -> str:
    """Latency against energy, or against flash where too few energies are known."""
    by_energy = _energy_known(verdicts)
    cores = sorted({verdict.candidate.core for verdict in verdicts})
    points = [
        _point(verdict, cores.index(verdict.candidate.core) + 1, by_energy=by_energy)
        for verdict in verdicts
        if verdict.candidate.fits and (verdict.candidate.energy is not None or not by_energy)
    ]
    energy_mj = limits.energy_uj / 1e3 if limits.energy_uj is not None else None
    return scatter(
        points,
        "latency in ms",
        "energy in mJ" if by_energy else "flash in bytes",
        "latency against energy" if by_energy else "latency against flash",
        (limits.milliseconds, energy_mj if by_energy else limits.flash_bytes),
    )


def pareto_file(verdicts: Sequence[Verdict], limits: Limits) -> str:
    """The plot as an SVG file."""
    return standalone(pareto(verdicts, limits))


def _point(verdict: Verdict, colour: int, *, by_energy: bool) -> Point:
    c = verdict.candidate
    name = f"{c.board}@{c.clock_hz / 1e6:g}"
    height = c.energy.estimate_uj / 1e3 if by_energy and c.energy else float(c.flash_bytes)
    return Point(
        label=name,
        x=c.milliseconds,
        y=height,
        colour=colour,
        filled=verdict.answer != "no",
        title=f"{name}, {c.core}\n{c.milliseconds:.3g} ms ±{c.band_percent:.0f} %\n"
        + "\n".join(verdict.reasons),
    )
