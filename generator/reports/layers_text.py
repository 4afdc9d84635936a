"""The layers of an inference in cycles, beside their estimates, and what hints say of them."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator.figures import simulated
from generator.hints import LayerFinding
from generator.measurement import LayerCycles

_BAR_CELLS = 16


def render(findings: Sequence[LayerFinding], band_percent: float | None) -> RenderableType:
    """A row for each layer; hints below. band_percent: of simulated cycles, else None."""
    table = _table(band_percent, "", "cycles/MAC", "estimate", "measured / estimate", "kernel")
    for f in findings:
        table.add_row(
            *_cells(f.index, f.op, f.macs, f.cycles, f.share),
            "" if f.cycles_per_mac is None else f"{f.cycles_per_mac:.2f}",
            *_estimate(f),
            f.kernel,
        )
    return Group(table, *_hints(findings))


def render_plain(layers: Sequence[LayerCycles], band_percent: float | None) -> RenderableType:
    """The same of a firmware of which nothing else is known."""
    table = _table(band_percent, "", "cycles/MAC")
    total = sum(layer.cycles for layer in layers) or 1
    for each in layers:
        per_mac = f"{each.cycles / each.macs:.2f}" if each.macs else ""
        cells = _cells(each.index, each.name, each.macs, each.cycles, each.cycles / total)
        table.add_row(*cells, per_mac)
    return table


def _table(band_percent: float | None, *headings: str) -> Table:
    table = Table("layer", "operator", "MACs", "cycles", "share", *headings, box=box.SIMPLE_HEAD)
    table.title = f"One inference, layer by layer{simulated(band_percent)}"
    table.title_justify = "left"
    for column in (*table.columns[2:5], *table.columns[6:9]):
        column.justify = "right"
    return table


def _cells(index: int, op: str, macs: int, cycles: int, share: float) -> Iterator[str]:
    yield from (f"{index}", op, f"{macs:,}" if macs else "", f"{cycles:,}", f"{share:.1%}")
    yield "█" * round(share * _BAR_CELLS)


def _estimate(f: LayerFinding) -> tuple[str, str]:
    if not f.predicted_cycles:
        return "", ""
    return (
        f"{f.predicted_cycles:,.0f} ± {f.band_percent or 0:.0f} %",
        f"{f.cycles / f.predicted_cycles:.2f}",
    )


def _hints(findings: Sequence[LayerFinding]) -> Iterator[RenderableType]:
    """Each sentence once, with the layers that it is about."""
    about: dict[str, list[str]] = {}
    for finding in findings:
        for sentence in finding.hints:
            about.setdefault(sentence, []).append(f"{finding.index} {finding.op}")
    for sentence, layers in about.items():
        yield Text.assemble(("hint ", "bold yellow"), f"{', '.join(layers)}: {_ended(sentence)}")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence}."
