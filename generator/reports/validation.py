"""What `validate` found, for people and for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator.validation.compare import Comparison, Outcome
from generator.validation.layers import LayerVerdict

_HEADINGS = ("", "samples", "bit-exact", "RMSE", "MAE", "L2r", "mean", "std", "NSE", "cos")


def render(outcome: Outcome, source: str) -> RenderableType:
    """Tables: all comparisons, then the layers."""
    parts: list[RenderableType] = [_comparisons(outcome, source)]
    layered = [each for each in outcome.comparisons if each.layers]
    parts += [_layers(layered)] if layered else []
    return Group(*parts, *_verdicts(outcome))


def _comparisons(outcome: Outcome, source: str) -> RenderableType:
    oracle = outcome.comparisons[0].oracle
    table = Table(*_HEADINGS, "same answer", "accuracy", box=box.SIMPLE_HEAD)
    table.title, table.title_justify = f"Against {oracle}, {source}", "left"
    for column in table.columns[1:]:
        column.justify = "right"
    for each in (*outcome.comparisons, *outcome.others):
        table.add_row(*_row(each))
    return table


def _row(c: Comparison) -> Iterator[str]:
    m = c.metrics
    yield c.subject
    yield f"{c.samples}"
    yield "all" if m.exact else f"{m.equal:,} of {m.elements:,}"
    yield from (f"{value:.3g}" for value in (m.rmse, m.mae, m.l2r, m.mean, m.std))
    yield from ("-" if value is None else f"{value:.6g}" for value in (m.nse, m.cos))
    yield f"{c.agreement:.1%}"
    yield "-" if c.accuracy is None else f"{c.accuracy:.1%}"


def _layers(comparisons: Sequence[Comparison]) -> RenderableType:
    """One row for each layer, one column for each place where it ran."""
    table = Table("layer", "operator", "writes", "", *(c.subject for c in comparisons))
    table.title, table.title_justify, table.box = "Layers", "left", box.SIMPLE_HEAD
    for verdicts in zip(*(c.layers for c in comparisons), strict=True):
        layer = verdicts[0]
        shape = f"{layer.dtype} {'x'.join(map(str, layer.shape)) or 'scalar'}"
        cells = [_verdict(verdict) for verdict in verdicts]
        table.add_row(f"{layer.index}", layer.op, Text(layer.tensor), shape, *cells)
    return table


def _verdict(layer: LayerVerdict) -> Text:
    if layer.verdict != "differs":
        return Text(layer.verdict, style="green")
    d = layer.difference
    how_much = "" if d is None else f" in {d.different:,} of {d.elements:,}"
    return Text(f"differs{how_much}", style="red")


def _verdicts(outcome: Outcome) -> Iterator[RenderableType]:
    for c in outcome.comparisons:
        if c.same:
            looked = f", {len(c.layers)} layer outputs looked at" if c.layers else ""
            yield Text(f"The {c.subject} computes what {c.oracle} computes{looked}.", style="green")
            continue
        yield Text(f"The {c.subject} differs in {c.differing_samples} of {c.samples} samples.")
        if c.first_difference is not None:
            sample = c.first_difference.sample
            yield Text(f"  first, in sample {sample}: {c.first_difference}", style="red")
    for name, why in outcome.missing.items():
        yield Text(f"Not asked: {name}, {why}.", style="dim")


def facts(outcome: Outcome, source: str) -> dict[str, Any]:
    """The same for programs."""
    return {
        "same": outcome.same,
        "data": source,
        "comparisons": [_facts(each) for each in outcome.comparisons],
        "other_oracles": [_facts(each) for each in outcome.others],
        "not_asked": dict(outcome.missing),
    }


def _facts(c: Comparison) -> dict[str, Any]:
    first = c.first_difference
    return {**asdict(c), "same": c.same, "first_difference": first and asdict(first)}
