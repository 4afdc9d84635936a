"""A measurement for people, on a terminal or in a file."""

import re
from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from generator.energy import in_words
from generator.figures import figure, simulated
from generator.measurement import Measurement, RamFigures, Run

_BAR_CELLS = 30


def render(m: Measurement) -> RenderableType:
    """The measurement as tables."""
    return Group(_header(m), _memory(m), _latency(m), _answers(m), *_notes(m))


def _header(m: Measurement) -> RenderableType:
    grid = _grid()
    grid.add_row("model", f"{m.model.name}, {m.model.macs:,} multiply-accumulates")
    grid.add_row("board", f"{m.board} ({m.part}, {m.core})")
    grid.add_row("clock", f"{m.clock_hz / 1e6:g} MHz from {m.clock_source}")
    grid.add_row("code", f"{m.engine} engine, {m.compiler}")
    grid.add_row("measured on", _source(m))
    return Panel(grid, title=f"{m.model.name} on {m.board}", expand=False)


def _source(m: Measurement) -> str:
    if m.source == "qemu":
        return "QEMU, which counts instructions and knows no times"
    if m.band_percent is None:
        return "the board, over its serial port"
    return f"the {m.source}: times are simulated, good to about ±{m.band_percent:g} %"


def _memory(m: Measurement) -> RenderableType:
    table = _table("Memory in bytes", "", "used", "of", "", "made of")
    for column in (1, 2):
        table.columns[column].justify = "right"
    f, r = m.flash, m.ram
    flash = (
        f"weights {f.weights_bytes:,}, kernels {f.kernels_bytes:,}, runtime {f.runtime_bytes:,}, "
        f"console {f.console_bytes:,}, samples {f.samples_bytes:,}, "
        f"vectors {f.vectors_bytes:,}, data {f.data_bytes:,}"
    )
    ram = (
        f"arena {r.arena_bytes:,}, stack at its deepest {r.stack_peak_bytes:,}, "
        f"other {r.other_bytes:,}{_regions(r)}"
    )
    _memory_row(table, "flash", f.used_bytes, f.capacity_bytes, flash)
    _memory_row(table, "RAM", r.used_bytes, r.capacity_bytes, ram)
    return table


def _regions(ram: RamFigures) -> str:
    """Where arena and stack lie, on a part that has more than one RAM."""
    if ram.arena_region == ram.stack_region:
        return f"; all in {ram.arena_region}" if ram.arena_region else ""
    return f"; arena in {ram.arena_region}, stack and others in {ram.stack_region}"


def _memory_row(
    table: Table, name: str, used_bytes: int, capacity_bytes: int, made_of: str
) -> None:
    bar = _bar(used_bytes, capacity_bytes)
    table.add_row(name, f"{used_bytes:,}", f"{capacity_bytes:,}", bar, made_of)


def _bar(used: int, capacity: int) -> Text:
    share = used / capacity
    filled = min(_BAR_CELLS, round(share * _BAR_CELLS))
    bar = "█" * filled + "░" * (_BAR_CELLS - filled)
    return Text(f"{bar} {share:4.0%}", style="green" if share < 0.9 else "yellow")


def _latency(m: Measurement) -> RenderableType:
    i = m.inference
    table = _table(f"{i.count} inferences{simulated(m.band_percent)}", "", "least", "mean", "most")
    for column in (1, 2, 3):
        table.columns[column].justify = "right"
    us = i.microseconds
    table.add_row("milliseconds", *(f"{v / 1000:.3f}" for v in (us.min, us.mean, us.max)))
    table.add_row("cycles", *(f"{v:,}" for v in (i.cycles.min, i.cycles.mean, i.cycles.max)))
    grid = _grid()
    if m.model.macs:
        grid.add_row("cycles per multiply-accumulate", f"{i.cycles.mean / m.model.macs:.2f}")
    if i.cycles.mean:
        grid.add_row("inferences per second", figure(m.clock_hz / i.cycles.mean))
    if i.instructions is not None:
        grid.add_row("instructions per inference", f"{i.instructions:,}")
    grid.add_row("energy per inference", in_words(m.energy))
    return Group(table, grid, "")


def _answers(m: Measurement) -> RenderableType:
    title = f"What it answered{simulated(m.band_percent)}"
    table = _table(title, "sample", "answer", "ms")
    table.columns[2].justify = "right"
    for run in {run.sample: run for run in m.runs}.values():
        table.add_row(run.sample, _answer(run), f"{run.microseconds / 1000:.3f}")
    return table


def _answer(run: Run) -> str:
    """The label and its name, or the number that stands in the name's place."""
    number = re.fullmatch(r"-?\d+\.\d+", run.label)
    return run.label if number else f"{run.index} {run.label}".rstrip()


def _notes(m: Measurement) -> Iterator[RenderableType]:
    for warning in m.warnings:
        yield Text(f"The simulator noticed: {warning}", style="yellow")


def _table(title: str, *headings: str) -> Table:
    # A title is not broken over lines, however narrow the columns are.
    width = len(title) + 1
    return Table(*headings, title=title, title_justify="left", box=box.SIMPLE_HEAD, min_width=width)


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column()
    return grid
