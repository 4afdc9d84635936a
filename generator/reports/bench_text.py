"""The results of `bench`, and the comparison of two runs, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator.bench.peers import Beside, beside
from generator.bench.records import Record
from generator.bench.regressions import Change, Comparison

TITLE = "Results of bench"
OTHERS = ("others", "theirs", "time", "flash", "RAM")
_HEADINGS = ("ms", "±", "per s", "cycles/MAC", "flash", "RAM")


def render(records: Sequence[Record]) -> RenderableType:
    """What was measured, what others published for the same model and core, and what failed."""
    table = Table("model", "board", "-O", "clock", *_HEADINGS, box=box.SIMPLE_HEAD)
    for column in table.columns[3:]:
        column.justify = "right"
    for record in records:
        if record.status == "measured":
            table.add_row(*_row(record))
    return Group(table, *_others(records), *_unmeasured(records))


def _others(records: Iterable[Record]) -> Iterator[RenderableType]:
    found = [(record, each) for record in records for each in beside(record)]
    if not found:
        return
    table = Table("model", "board", *OTHERS, box=box.SIMPLE_HEAD)
    table.title, table.title_justify = "The same model on the same core", "left"
    for column in table.columns[3:]:
        column.justify = "right"
    for record, each in found:
        table.add_row(record.cell.name, record.cell.board, *peer_cells(each))
    yield table


def peer_cells(found: Beside) -> tuple[str, ...]:
    """Who, what they took, that as a multiple of ours, flash and RAM."""
    peer = found.peer
    took = ""
    if peer.milliseconds is not None:
        took = f"{peer.milliseconds:g} ms at {peer.clock_mhz:g} MHz"
    elif peer.instructions is not None:
        took = f"{peer.instructions:,} instructions"
    counted = "" if found.same_clock or peer.instructions else " in cycles"
    times = "" if found.speed is None else f"{found.speed:.2f} x ours{counted}"
    memory = (f"{size:,}" if size else "" for size in (peer.flash_bytes, peer.ram_bytes))
    return (peer.who, took, times, *memory)


def _row(r: Record) -> Iterator[str]:
    yield from (r.cell.name, r.cell.board, r.cell.goal)
    yield from figures(r)


def figures(r: Record) -> Iterator[str]:
    """Clock, milliseconds, their band, inferences a second, cycles per MAC, flash, RAM."""
    yield f"{r.figure('clock_hz') / 1e6:g} MHz"
    ms = r.milliseconds
    assert ms is not None
    yield f"{ms:.3f}"
    yield "" if r.band_percent is None else f"{r.band_percent:g} %"
    yield f"{1e3 / ms:,.1f}" if ms else "-"
    yield "-" if r.cycles_per_mac is None else f"{r.cycles_per_mac:.2f}"
    yield f"{r.figure('flash', 'used_bytes'):,}"
    yield f"{r.figure('ram', 'used_bytes'):,}"


def _unmeasured(records: Iterable[Record]) -> Iterator[RenderableType]:
    for record in records:
        if record.status != "measured":
            style = "yellow" if record.status == "no" else "red"
            first = record.reason.splitlines()[0] if record.reason else ""
            yield Text(f"{record.cell}: {first}", style=style)


def render_comparison(comparison: Comparison) -> RenderableType:
    """What became worse and better, the strongest first, and which cells are gone."""
    parts: list[RenderableType] = []
    if comparison.worse:
        parts.append(_changes("Slower or bigger", comparison.worse, "red"))
    if comparison.better:
        parts.append(_changes("Faster or smaller", comparison.better, "green"))
    parts += [Text(f"Not measured any more: {r.cell}: {r.reason}", "red") for r in comparison.lost]
    if comparison.missing:
        names = ", ".join(map(str, comparison.missing))
        parts.append(Text(f"Only in the old results: {names}", style="yellow"))
    cells = len({change.cell for change in comparison.changes})
    worse = len({change.cell for change in comparison.worse})
    parts.append(
        Text(
            f"{cells} firmwares compared, limit {comparison.limit_percent:g} %: "
            + (f"{worse} became worse" if worse else "none became worse")
            + (f", {len(comparison.lost)} cannot be measured any more" if comparison.lost else "")
            + "."
        )
    )
    return Group(*parts)


def _changes(title: str, changes: Sequence[Change], style: str) -> RenderableType:
    table = Table("firmware", "figure", "before", "after", "", box=box.SIMPLE_HEAD, title=title)
    table.title_justify = "left"
    for column in table.columns[2:]:
        column.justify = "right"
    for change in changes:
        percent = Text(f"{change.percent:+.2f} %", style=style)
        before, after = f"{change.before:,}", f"{change.after:,}"
        table.add_row(str(change.cell), change.figure, before, after, percent)
    return table
