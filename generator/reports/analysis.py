"""What `analyze` found, for people at a terminal."""

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from generator.analysis import Analysis, Capacity, Layer
from generator.analysis.timeline import Moment
from generator.energy import in_words
from generator.figures import figure
from generator.reports.advice import advice

_BAR_CELLS = 36


def render(a: Analysis) -> RenderableType:
    """The analysis as tables."""
    tables = (_layers(a), _costs(a), _operators(a), _memory(a), _alternatives(a))
    return Group(_head(a), *tables, *_notes(a))


def _head(a: Analysis) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column()
    t = a.totals
    grid.add_row("model", f"{a.model}: {t.macs:,} MACs, {t.parameters:,} parameters")
    grid.add_row("input", Text(", ".join(a.inputs)))
    grid.add_row("output", Text(", ".join(a.outputs)))
    grid.add_row("board", f"{a.board} ({a.part}, {a.core})")
    grid.add_row("clock", f"{a.clock_hz / 1e6:g} MHz, {a.wait_states} flash wait states")
    grid.add_row("kernels", f"{a.engine} engine, -O {a.goal}")
    grid.add_row("latency", latency_in_words(a))
    grid.add_row("energy", in_words(a.energy))
    grid.add_row("flash", _used(a.flash, f"code is an estimate, ±{a.code_band_percent} %"))
    grid.add_row("RAM", _used(a.ram, "weights and arena are exact"))
    grid.add_row("fits", Text("yes", "green") if a.fits else Text("no", "red"))
    return Panel(grid, title=f"{a.model} on {a.board}", expand=False)


def latency_in_words(a: Analysis) -> str:
    """The latency with its band, and where it comes from."""
    t = a.totals
    per_mac = f", {t.cycles_per_mac:.2f} cycles per MAC" if t.macs else ""
    if t.source == "simulator":
        return (
            f"{figure(t.milliseconds)} ms simulated, ±{t.band_percent:.0f} % "
            f"({t.cycles:,.0f} cycles{per_mac})"
        )
    factor = 1 + t.band_percent / 100
    return (
        f"{figure(t.milliseconds)} ms estimated ({figure(t.milliseconds / factor)} to "
        f"{figure(t.milliseconds * factor)}; {t.cycles:,.0f} cycles{per_mac})"
    )


def _used(capacity: Capacity, note: str) -> str:
    kinds = ", ".join(f"{kind} {size:,}" for kind, size in capacity.kinds.items())
    share = capacity.needed_bytes / capacity.capacity_bytes
    return (
        f"{capacity.needed_bytes:,} of {capacity.capacity_bytes:,} bytes ({share:.0%}): "
        f"{kinds}; {note}"
    )


def _layers(a: Analysis) -> RenderableType:
    """What the layers are."""
    headings = ("", "operator", "input", "output", "parameters", "MACs", "weights")
    table = _table("Layers", *headings)
    for column in (0, 4, 5, 6):
        table.columns[column].justify = "right"
    for layer in a.layers:
        numbers = (layer.parameters, layer.macs, layer.weights_bytes)
        counts = (f"{number:,}" if number else "" for number in numbers)
        table.add_row(f"{layer.index}", layer.op, layer.input, layer.output, *counts)
    t = a.totals
    counts = (f"{number:,}" for number in (t.parameters, t.macs, t.weights_bytes))
    table.add_section()
    table.add_row("", "in all", "", "", *counts, style="bold")
    return table


def _costs(a: Analysis) -> RenderableType:
    """What the layers take."""
    headings = ("arena", "cycles", "/MAC", "ms", "±", "share", "")
    table = _table("What they take", "", "operator", "reads", "writes", *headings)
    for column in (0, 2, 3, 4, 5, 6, 7, 8, 9):
        table.columns[column].justify = "right"
    for layer in a.layers:
        table.add_row(*_cost(layer))
    t = a.totals
    table.add_section()
    table.add_row(
        *("", "in all", "", "", f"{t.arena_bytes:,}", f"{t.cycles:,.0f}"),
        *(f"{t.cycles_per_mac:.2f}" if t.macs else "", f"{t.milliseconds:.3f}"),
        *(f"{t.band_percent:.0f} %", "100.0%", ""),
        style="bold",
    )
    return table


def _cost(layer: Layer) -> Iterator[str]:
    arena = "-" if layer.arena is None else f"{layer.arena[0]:,}–{layer.arena[1]:,}"
    yield from (f"{layer.index}", layer.op, f"{layer.input_bytes:,}", f"{layer.output_bytes:,}")
    yield arena
    if not layer.kernel:
        yield from ("renames", "", "", "", "", "")
        return
    per_mac = layer.cycles_per_mac
    yield from (f"{layer.cycles:,.0f}", "" if per_mac is None else f"{per_mac:.2f}")
    yield from (f"{layer.milliseconds:.3f}", f"{layer.band_percent:.0f} %", f"{layer.share:.1%}")
    yield "█" * round(layer.share * _BAR_CELLS)


def _operators(a: Analysis) -> RenderableType:
    table = _table("Operators", "operator", "layers", "MACs", "weights", "share of cycles", "")
    for column in (1, 2, 3, 4):
        table.columns[column].justify = "right"
    for each in a.operators:
        bar = "█" * round(each.share * _BAR_CELLS)
        weights = f"{each.weights_bytes:,}"
        table.add_row(each.op, f"{each.count}", f"{each.macs:,}", weights, f"{each.share:.1%}", bar)
    return table


def _memory(a: Analysis) -> RenderableType:
    timeline = a.timeline
    table = _table("Memory over time, in bytes", "layer", "taken", "alive", "", "the largest")
    table.columns[1].justify = table.columns[2].justify = "right"
    for moment in timeline.moments:
        peak = moment.layer == timeline.peak_layer
        table.add_row(*_moment(moment, timeline.arena_bytes, peak), style="bold" if peak else "")
    return Group(table, Text(_bounds(a)))


def _moment(moment: Moment, arena_bytes: int, peak: bool) -> Iterator[Text | str]:
    yield f"{moment.layer} ← peak" if peak else f"{moment.layer}"
    yield from (f"{moment.span_bytes:,}", f"{moment.live_bytes:,}")
    filled = round(moment.span_bytes / max(arena_bytes, 1) * _BAR_CELLS)
    yield Text("█" * filled + "░" * (_BAR_CELLS - filled), style="red" if peak else "green")
    yield Text(", ".join(moment.labels[:2]))


def _bounds(a: Analysis) -> str:
    t = a.timeline
    return (
        f"The arena takes {t.arena_bytes:,} bytes. No plan of these layers can take less than "
        f"{t.lower_bound_bytes:,}; without outputs over inputs it would take "
        f"{t.without_overlap_bytes:,}. The usual formula, the largest sum of a layer's input, "
        f"output and parameters, gives {t.textbook_bytes:,} (layer {t.textbook_layer})."
    )


def _alternatives(a: Analysis) -> RenderableType:
    table = _table("What else could be chosen", "", "flash", "RAM", "arena", "ms", "±", "")
    for column in (1, 2, 3, 4, 5):
        table.columns[column].justify = "right"
    for each in a.alternatives:
        table.add_row(
            f"{each.words}{' ←' if each.words == f'-O {a.goal}' else ''}",
            *(f"{each.flash_bytes:,}", f"{each.ram_bytes:,}", f"{each.arena_bytes:,}"),
            *(f"{each.milliseconds:.3f}", f"{each.band_percent:.0f} %"),
            Text("fits", "green") if each.fits else Text("too large", "red"),
        )
    return table


def _notes(a: Analysis) -> Iterator[RenderableType]:
    for saving in a.savings:
        yield Text(f"Pass {saving.name}: {saving.text}")
    for sentence in advice(a):
        yield Text(f"→ {sentence}", style="yellow")
    if a.totals.source == "estimate":
        yield Text(
            "Estimated times: the truth should lie between the figure divided by and times one "
            "plus its band; --simulate builds the firmware and counts."
        )


def _table(title: str, *headings: str) -> Table:
    return Table(*headings, title=title, title_justify="left", box=box.SIMPLE_HEAD)
