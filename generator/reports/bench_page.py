"""The results of `bench` as a page, and its plot."""

from collections.abc import Iterator, Sequence

from generator.bench import peers
from generator.bench.peers import beside
from generator.bench.records import Record
from generator.bench.regressions import Change, Comparison
from generator.figures import with_band
from generator.plots.canvas import COLOURS
from generator.plots.strips import Spot, Strip, strips
from generator.reports.bench_text import OTHERS, TITLE, figures, peer_cells
from generator.reports.page import Card, Page, PageTable, Row, Section

_COLUMNS = ("model", "board", "-O", "clock", "ms", "±", "per s", "cycles/MAC", "flash", "RAM")


def plot(records: Sequence[Record]) -> str:
    """Milliseconds: a strip for each model, a dot for each firmware, coloured by its core."""
    measured = [r for r in records if r.milliseconds]
    cores = sorted({str(r.figure("core")) for r in measured})[:COLOURS]
    rows = [
        Strip(name, tuple(_spot(r, cores) for r in measured if r.cell.name == name))
        for name in dict.fromkeys(r.cell.name for r in measured)
    ]
    return strips(rows, cores, "ms", "Milliseconds of every model on every board")


def _spot(r: Record, cores: Sequence[str]) -> Spot:
    assert r.milliseconds is not None
    clock = f"{r.figure('clock_hz') / 1e6:g} MHz"
    group = cores.index(r.figure("core")) if r.figure("core") in cores else 0
    took = with_band(f"{r.milliseconds:.3f} ms", r.band_percent)
    return Spot(r.milliseconds, group, f"{r.cell}, {clock}: {took}")


def page(records: Sequence[Record], comparison: Comparison | None, title: str = "") -> Page:
    """The whole page."""
    return Page(
        title=title or TITLE,
        subtitle=("Whole firmwares with console and benchmark, measured by their own counter.",),
        cards=tuple(_cards(records, comparison)),
        sections=tuple(_sections(records, comparison)),
        footer=tuple(
            dict.fromkeys(
                f"{r.figure('compiler')}, {r.figure('flags')}" for r in records if r.measurement
            )
        ),
    )


def _cards(records: Sequence[Record], comparison: Comparison | None) -> Iterator[Card]:
    measured = sum(r.status == "measured" for r in records)
    failed = sum(r.status == "failed" for r in records)
    yield Card("measured", f"{measured}", f"of {len(records)} firmwares")
    yield Card("do not fit", f"{sum(r.status == 'no' for r in records)}", "an answer, no failure")
    yield Card("failed", f"{failed}", "reasons below", "bad" if failed else "good")
    if comparison is not None:
        count = len({change.cell for change in comparison.worse}) + len(comparison.lost)
        note = f"by more than {comparison.limit_percent:g} %"
        yield Card("worse than before", f"{count}", note, "bad" if count else "good")


def _sections(records: Sequence[Record], comparison: Comparison | None) -> Iterator[Section]:
    measured = [r for r in records if r.status == "measured"]
    if comparison is not None:
        yield from _changes(comparison)
    if measured:
        yield Section(
            "Latency", "Each dot is a firmware; the axis is logarithmic.", plot=plot(measured)
        )
        rows = tuple(Row((r.cell.name, r.cell.board, r.cell.goal, *figures(r))) for r in measured)
        words = "Times with a band are simulated; RAM is arena, variables and the deepest stack."
        numbers = tuple(range(3, len(_COLUMNS)))
        yield Section("Figures", words, table=PageTable(_COLUMNS, rows, numbers))
    yield from _others(measured)
    unmeasured = tuple(f"{r.cell}: {r.reason}" for r in records if r.status != "measured")
    if unmeasured:
        yield Section("Not measured", "What does not fit, and what failed.", points=unmeasured)


def _others(measured: Sequence[Record]) -> Iterator[Section]:
    found = [(record, each) for record in measured for each in beside(record)]
    if found:
        columns = ("model", "board", "ours, ms", *OTHERS)
        rows = tuple(
            Row((r.cell.name, r.cell.board, _ours(r), *peer_cells(each))) for r, each in found
        )
        sources = dict.fromkeys(peers.source(each.peer.source) for _, each in found)
        table = PageTable(columns, rows, numbers=(2, 5, 6, 7))
        words = "What others published for the same model on the same core."
        yield Section("Others", words, table=table, points=tuple(sources))


def _ours(r: Record) -> str:
    return with_band(f"{r.milliseconds:.3f}", r.band_percent)


def _changes(comparison: Comparison) -> Iterator[Section]:
    rows = tuple(map(_change, (*comparison.worse, *comparison.better)))
    lost = tuple(f"Not measured any more: {r.cell}: {r.reason}" for r in comparison.lost)
    words = f"Figures that changed by more than {comparison.limit_percent:g} %, the worst first."
    headings = ("firmware", "figure", "before", "after", "")
    table = PageTable(headings, rows, numbers=(2, 3, 4)) if rows else None
    yield Section("Against the results before", words, table=table, points=lost)


def _change(c: Change) -> Row:
    cells = (str(c.cell), c.figure, f"{c.before:,}", f"{c.after:,}", f"{c.percent:+.2f} %")
    return Row(cells, "mark" if c.verdict == "worse" else "")
