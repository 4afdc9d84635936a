"""What `analyze` found, as a page: plots of memory, latency and flash, and every figure."""

from collections.abc import Iterator

from generator import __version__
from generator.analysis import Analysis, Capacity, Layer
from generator.energy import Energy
from generator.figures import figure
from generator.plots.arena import Placed, arena_map
from generator.plots.bars import Bar, bars
from generator.plots.canvas import COLOURS
from generator.plots.columns import Column, columns
from generator.plots.parts import Piece, parts
from generator.plots.step_axes import Mark
from generator.reports.advice import advice
from generator.reports.page import Card, Page, PageTable, Row, Section


def page(a: Analysis) -> Page:
    """The page of an analysis."""
    return Page(
        title=f"{a.model} on {a.board}",
        subtitle=(
            f"{a.part}, {a.core} at {a.clock_hz / 1e6:g} MHz, {a.wait_states} flash wait states; "
            f"{a.engine} engine, -O {a.goal}",
            f"in: {', '.join(a.inputs)}; out: {', '.join(a.outputs)}",
        ),
        cards=tuple(_cards(a)),
        sections=tuple(_sections(a)),
        footer=(
            f"generator {__version__}. Weights, tensors and arena are exact; code is an estimate, "
            f"±{a.code_band_percent} %. {_about_times(a)}",
            f"Model file SHA-256 {a.sha256}",
        ),
    )


def _about_times(a: Analysis) -> str:
    if a.totals.source == "simulator":
        return "Times were counted on the simulator of the board; their band is its own."
    return (
        "Times are estimates fitted to the simulator: the truth should lie between the figure "
        "divided by and times one plus its band."
    )


def _cards(a: Analysis) -> Iterator[Card]:
    t = a.totals
    yield Card("latency", f"{figure(t.milliseconds)} ms", _range_of_time(a))
    yield _energy_card(a.energy)
    for name, capacity in (("flash", a.flash), ("RAM", a.ram)):
        enough = capacity.needed_bytes <= capacity.capacity_bytes
        yield Card(
            name,
            f"{capacity.needed_bytes:,}",
            f"bytes of {capacity.capacity_bytes:,} "
            f"({capacity.needed_bytes / capacity.capacity_bytes:.0%})",
            "" if enough else "bad",
        )
    work = f"{t.cycles_per_mac:.2f} cycles for each" if t.macs else ""
    yield Card("multiply-accumulates", f"{t.macs:,}", work)
    yield Card("parameters", f"{t.parameters:,}", f"{t.weights_bytes:,} bytes packed")
    yield Card("fits", "yes", a.board, "good") if a.fits else Card("fits", "no", a.board, "bad")


def _range_of_time(a: Analysis) -> str:
    t, factor = a.totals, 1 + a.totals.band_percent / 100
    if t.source == "simulator":
        return f"simulated, ±{t.band_percent:.0f} %"
    return f"estimated: {figure(t.milliseconds / factor)} to {figure(t.milliseconds * factor)} ms"


def _energy_card(found: Energy | None) -> Card:
    if found is None:
        return Card("energy", "unknown", "no run current is known for this part at this clock")
    unit, scale = ("mJ", 1e3) if found.most_uj >= 1e3 else ("µJ", 1.0)
    return Card(
        "energy",
        f"{found.estimate_uj / scale:.3g} {unit}",
        f"estimated: {found.least_uj / scale:.3g} to {found.most_uj / scale:.3g} {unit}; "
        f"{found.least_ma:.3g} to {found.most_ma:.3g} mA at {found.supply_volts:g} V, {found.kind}",
    )


def _sections(a: Analysis) -> Iterator[Section]:
    sentences = advice(a)
    if sentences:
        title = "What would make it fit" if not a.fits else "What could be gained"
        yield Section(title, "", points=tuple(sentences))
    yield Section("Memory over time", _about_memory(a), plot=_timeline_plot(a))
    yield Section("Map of the arena", _about_map(a), plot=_map_plot(a))
    yield Section("Latency of each layer", _about_latency(a), plot=_latency_plot(a))
    yield Section("Flash by kind", _about(a.flash), plot=_capacity_plot(a.flash, "flash"))
    yield Section("RAM by kind", _about(a.ram), plot=_capacity_plot(a.ram, "RAM"))
    yield Section("Operators", "What each takes of all cycles.", table=_operators(a))
    yield Section("Layers", "Bytes, unless a column says otherwise.", table=_layers(a))
    yield Section("What else could be chosen", "", table=_alternatives(a))
    if a.savings:
        passes = tuple(f"{saving.name}: {saving.text}" for saving in a.savings)
        yield Section("What the passes saved", "", points=passes)
    if a.energy is not None:
        yield Section("Where the current comes from", a.energy.source, points=_noted(a.energy.note))


def _noted(note: str) -> tuple[str, ...]:
    return (note,) if note else ()


def _about_memory(a: Analysis) -> str:
    t = a.timeline
    return (
        f"Columns: the bytes of the arena in use while a layer runs, and fainter what they would "
        f"be if no output lay over its input. Dots: the usual formula, a layer's input, output and "
        f"parameters; its largest, {t.textbook_bytes:,}, is at layer {t.textbook_layer}. The peak "
        f"is at layer {t.peak_layer}; no plan of these layers can take less than "
        f"{t.lower_bound_bytes:,} bytes."
    )


def _timeline_plot(a: Analysis) -> str:
    found = [
        Column(
            taken=moment.span_bytes,
            alive=moment.live_bytes,
            other=layer.input_bytes + layer.output_bytes + layer.weights_bytes,
            title=f"layer {layer.index}, {layer.op}\n{moment.span_bytes:,} bytes taken, "
            f"{moment.live_bytes:,} alive\n" + "\n".join(moment.labels),
        )
        for moment, layer in zip(a.timeline.moments, a.layers, strict=True)
    ]
    return columns(found, a.timeline.peak_layer, _marks(a), "memory over time")


def _marks(a: Analysis) -> list[Mark]:
    t = a.timeline
    if t.arena_bytes == t.lower_bound_bytes:
        return [Mark("arena = bound", t.arena_bytes, "good")]
    return [Mark("arena", t.arena_bytes, "alarm"), Mark("bound", t.lower_bound_bytes, "good")]


def _about_map(a: Analysis) -> str:
    saved = a.timeline.without_overlap_bytes - a.timeline.arena_bytes
    overlap = f" Outputs that lie over inputs save {saved:,} bytes." if saved > 0 else ""
    return (
        "Each box is a buffer: its bytes, from the layer that writes it to the last that reads it."
        + overlap
    )


def _map_plot(a: Analysis) -> str:
    t = a.timeline
    buffers = [Placed(b.label, b.first, b.last, b.start, b.end) for b in t.buffers]
    return arena_map(buffers, len(a.layers), t.peak_layer, _marks(a), "map of the arena")


def _about_latency(a: Analysis) -> str:
    whiskers = " Whiskers show the band." if a.totals.source == "estimate" else ""
    return f"Milliseconds at {a.clock_hz / 1e6:g} MHz; one colour for each operator.{whiskers}"


def _latency_plot(a: Analysis) -> str:
    colours = {share.op: n % COLOURS + 1 for n, share in enumerate(a.operators)}
    found = [_latency_bar(layer, colours[layer.op]) for layer in a.layers if layer.kernel]
    return bars(found, "ms", "latency of each layer")


def _latency_bar(layer: Layer, colour: int) -> Bar:
    factor = 1 + layer.band_percent / 100
    per_mac = f", {layer.cycles_per_mac:.2f} cycles/MAC" if layer.cycles_per_mac else ""
    return Bar(
        label=f"{layer.index} {layer.op}",
        value=layer.milliseconds,
        low=layer.milliseconds / factor,
        high=layer.milliseconds * factor,
        colour=colour,
        note=f"{layer.milliseconds:.3g} ms, {layer.share:.0%}",
        title=f"{layer.name}\n{layer.cycles:,.0f} cycles ±{layer.band_percent:.0f} %{per_mac}\n"
        f"{layer.kernel}",
    )


def _about(capacity: Capacity) -> str:
    left = capacity.capacity_bytes - capacity.needed_bytes
    return f"{left:,} bytes are left." if left >= 0 else f"{-left:,} bytes are missing."


def _capacity_plot(capacity: Capacity, name: str) -> str:
    pieces = [Piece(kind, size, n + 1) for n, (kind, size) in enumerate(capacity.kinds.items())]
    free = max(0, capacity.capacity_bytes - capacity.needed_bytes)
    return parts([*pieces, Piece("free", free, 0)], capacity.capacity_bytes, f"{name} by kind")


def _operators(a: Analysis) -> PageTable:
    rows = (
        Row((o.op, f"{o.count}", f"{o.macs:,}", f"{o.weights_bytes:,}", f"{o.share:.1%}"))
        for o in a.operators
    )
    headings = ("operator", "layers", "MACs", "weights", "share of cycles")
    return PageTable(headings, tuple(rows), (1, 2, 3, 4))


def _layers(a: Analysis) -> PageTable:
    headings = (
        *("", "operator", "input", "output", "parameters", "MACs", "weights", "in → out"),
        *("arena", "cycles", "ms", "±", "share"),
    )
    rows = tuple(
        Row(tuple(_cells(layer)), "mark" if layer.index == a.timeline.peak_layer else "")
        for layer in a.layers
    )
    return PageTable(headings, rows, (0, 4, 5, 6, 7, 8, 9, 10, 11, 12))


def _cells(layer: Layer) -> Iterator[str]:
    yield from (f"{layer.index}", layer.op, layer.input, layer.output)
    for number in (layer.parameters, layer.macs, layer.weights_bytes):
        yield f"{number:,}" if number else ""
    yield f"{layer.input_bytes:,} → {layer.output_bytes:,}"
    yield "" if layer.arena is None else f"{layer.arena[0]:,}–{layer.arena[1]:,}"
    if layer.kernel:
        yield from (f"{layer.cycles:,.0f}", f"{layer.milliseconds:.3f}")
        yield from (f"{layer.band_percent:.0f} %", f"{layer.share:.1%}")
    else:
        yield from ("renames", "", "", "")


def _alternatives(a: Analysis) -> PageTable:
    headings = ("", "flash", "RAM", "arena", "ms", "±", "")
    rows = tuple(
        Row(
            (
                each.words,
                *(f"{each.flash_bytes:,}", f"{each.ram_bytes:,}", f"{each.arena_bytes:,}"),
                *(f"{each.milliseconds:.3f}", f"{each.band_percent:.0f} %"),
                "fits" if each.fits else "too large",
            ),
            "strong" if each.words == f"-O {a.goal}" else "",
        )
        for each in a.alternatives
    )
    return PageTable(headings, rows, (1, 2, 3, 4, 5))
