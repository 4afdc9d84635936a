"""What `validate` found, for people and for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator.figures import with_band
from generator.validation.compare import Comparison, Outcome, Standing
from generator.validation.layers import LayerVerdict

COSTS = ("ms here", "CPU ms", "bytes here", "ms there", "flash", "RAM")
_QUALITIES = ("precision", "recall", "F1")
HEADINGS = ("", "samples", "bit-exact", "RMSE", "MAE", "L2r", "mean", "std", "NSE", "cos")


def render(outcome: Outcome, source: str) -> RenderableType:
    """Tables: all comparisons, then the layers."""
    parts: list[RenderableType] = [_standings(outcome, source), *_classes(outcome)]
    parts.append(_comparisons(outcome))
    layered = [each for each in outcome.comparisons if each.layers]
    parts += [_layers(layered)] if layered else []
    return Group(*parts, *_verdicts(outcome))


def _standings(outcome: Outcome, source: str) -> RenderableType:
    """What everyone answered and what that took."""
    scored = next((s.score.name for s in outcome.standings if s.score), "score")
    table = Table("", "samples", scored, "same answer", *COSTS, box=box.SIMPLE_HEAD)
    table.title, table.title_justify = source, "left"
    for column in table.columns[1:]:
        column.justify = "right"
    for each in outcome.standings:
        table.add_row(*standing_cells(each))
    return table


def standing_cells(s: Standing) -> tuple[str, ...]:
    """One row: who, how many, how well, and at what cost."""
    c = s.cost
    return (
        s.title,
        f"{s.samples:,}",
        s.score.text if s.score else "-",
        "-" if s.agreement is None else f"{s.agreement:.1%}",
        _milliseconds(c.seconds),
        _milliseconds(c.cpu_seconds),
        "" if c.memory_bytes is None else f"{c.memory_bytes:,}",
        "" if c.milliseconds is None else with_band(f"{c.milliseconds:.3f}", c.band_percent),
        "" if c.flash_bytes is None else f"{c.flash_bytes:,}",
        "" if c.ram_bytes is None else f"{c.ram_bytes:,}",
    )


def _milliseconds(seconds: float) -> str:
    """Three digits, without an exponent."""
    value = seconds * 1e3
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def judged(outcome: Outcome) -> Standing | None:
    """Our code's standing with a confusion matrix, on the most samples."""
    ours = {c.subject for c in outcome.comparisons}
    found = [s for s in outcome.standings if s.title in ours and s.score and s.score.confusion]
    return max(found, key=lambda s: s.samples, default=None)


def _classes(outcome: Outcome) -> Iterator[RenderableType]:
    """Confusion matrix and quality of every class."""
    found = judged(outcome)
    if found is None or found.score is None or found.score.confusion is None:
        return
    confusion = found.score.confusion
    numbers = map(str, range(len(confusion.labels)))
    table = Table("", "truly", *numbers, *_QUALITIES, box=box.SIMPLE_HEAD)
    table.title, table.title_justify = f"How the {found.title} answers", "left"
    for column in (table.columns[0], *table.columns[2:]):
        column.justify = "right"
        column.no_wrap = True
    for index, quality in enumerate(confusion.classes):
        counts = [
            Text(f"{count or '·'}", style="bold" if index == answer else "")
            for answer, count in enumerate(confusion.counts[index])
        ]
        shares = (quality.precision, quality.recall, quality.f1)
        head: tuple[str | Text, ...] = (f"{index}", Text(quality.label))
        table.add_row(*head, *counts, *("-" if s is None else f"{s:.1%}" for s in shares))
    yield table


def _comparisons(outcome: Outcome) -> RenderableType:
    oracle = outcome.comparisons[0].oracle
    table = Table(*HEADINGS, box=box.SIMPLE_HEAD)
    table.title, table.title_justify = f"Outputs against {oracle}", "left"
    for column in table.columns[1:]:
        column.justify = "right"
    for each in (*outcome.comparisons, *outcome.others):
        table.add_row(*metric_cells(each))
    return table


def metric_cells(c: Comparison) -> Iterator[str]:
    """One row: whose outputs, how many, and how far from what was expected."""
    m = c.metrics
    yield c.subject
    yield f"{c.samples}"
    yield "all" if m.exact else f"{m.equal:,} of {m.elements:,}"
    yield from (f"{value:.3g}" for value in (m.rmse, m.mae, m.l2r, m.mean, m.std))
    yield from ("-" if value is None else f"{value:.6g}" for value in (m.nse, m.cos))


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
        "standings": [_standing(each) for each in outcome.standings],
        "comparisons": [_facts(each) for each in outcome.comparisons],
        "other_oracles": [_facts(each) for each in outcome.others],
        "not_asked": dict(outcome.missing),
    }


def _facts(c: Comparison) -> dict[str, Any]:
    first = c.first_difference
    return {**asdict(c), "same": c.same, "first_difference": first and asdict(first)}


def _standing(s: Standing) -> dict[str, Any]:
    score = s.score
    classes = score.confusion.classes if score and score.confusion else ()
    return {
        "title": s.title,
        "samples": s.samples,
        "score": score and score.facts(),
        "classes": [asdict(each) for each in classes],
        "agreement": s.agreement,
        "cost": asdict(s.cost),
    }
