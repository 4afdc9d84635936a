"""What `validate` found, as a page: confusion matrix, scores, metrics and layers."""

from collections.abc import Iterator, Sequence

from generator.plots.heatmap import heatmap
from generator.reports.page import Card, Page, PageTable, Row, Section
from generator.reports.validation import COSTS, HEADINGS, judged, metric_cells, standing_cells
from generator.score import Confusion
from generator.validation.compare import Comparison, Outcome, Standing


def page(outcome: Outcome, model: str, source: str) -> Page:
    """The page of a validation. source: of the inputs, in words."""
    return Page(
        title=f"{model}: does the code compute it?",
        subtitle=(source, f"held against {outcome.comparisons[0].oracle}"),
        cards=tuple(_cards(outcome)),
        sections=tuple(_sections(outcome)),
        footer=tuple(f"Not asked: {name}, {why}." for name, why in outcome.missing.items()),
    )


def _cards(outcome: Outcome) -> Iterator[Card]:
    scores = {s.title: f"; {s.score.name} {s.score.text}" for s in outcome.standings if s.score}
    for c in outcome.comparisons:
        wrong = f"{c.differing_samples} of {c.samples:,} samples differ"
        same = f"every bit of {c.samples:,} samples" if c.metrics.exact else wrong
        note = same + scores.get(c.subject, "")
        yield Card(c.subject, "equal" if c.same else "differs", note, "good" if c.same else "bad")
    before = outcome.standings[0] if outcome.standings else None
    if before is not None and before.score is not None:
        yield Card(
            before.title, before.score.text, f"{before.score.name}, {before.samples:,} samples"
        )


def _sections(outcome: Outcome) -> Iterator[Section]:
    differences = [f"{c.subject}: {c.first_difference}" for c in outcome.comparisons if not c.same]
    if differences:
        words = "The first element of the first layer that is wrong."
        yield Section("Where it differs", words, points=tuple(differences))
    yield Section(
        "Who answered how, and at what cost",
        "Milliseconds and bytes here are this computer's; those there are the firmware's own, "
        "simulated where they have a band (±).",
        table=_standings(outcome.standings),
    )
    found = judged(outcome)
    if found is not None and found.score is not None and found.score.confusion is not None:
        yield _confusion(found.title, found.score.confusion)
    yield Section(
        "Outputs against the most trusted oracle",
        "Over all samples, as real numbers.",
        table=_metrics((*outcome.comparisons, *outcome.others)),
    )
    layered = [c for c in outcome.comparisons if c.layers]
    if layered:
        words = "Each layer against the definition of its operator, on one sample."
        yield Section("Layers", words, table=_layers(layered))


def _standings(standings: Sequence[Standing]) -> PageTable:
    scored = next((s.score.name for s in standings if s.score), "score")
    rows = tuple(Row(standing_cells(each)) for each in standings)
    headings = ("", "samples", scored, "same answer", *COSTS)
    return PageTable(headings, rows, numbers=tuple(range(1, len(headings))))


def _confusion(title: str, confusion: Confusion) -> Section:
    shares = (
        Row((c.label, f"{c.inputs:,}", *map(_share, (c.precision, c.recall, c.f1))))
        for c in confusion.classes
    )
    return Section(
        "Which class is taken for which",
        f"Answers of the {title}: a row for each true class, shaded by its share of the row.",
        plot=heatmap(confusion.labels, confusion.counts, "Confusion matrix"),
        table=PageTable(
            ("class", "inputs", "precision", "recall", "F1"), tuple(shares), numbers=(1, 2, 3, 4)
        ),
    )


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _metrics(comparisons: Sequence[Comparison]) -> PageTable:
    rows = tuple(Row(tuple(metric_cells(each))) for each in comparisons)
    return PageTable(HEADINGS, rows, numbers=tuple(range(1, len(HEADINGS))))


def _layers(comparisons: Sequence[Comparison]) -> PageTable:
    rows = []
    for verdicts in zip(*(c.layers for c in comparisons), strict=True):
        layer = verdicts[0]
        shape = f"{layer.dtype} {'x'.join(map(str, layer.shape)) or 'scalar'}"
        words = tuple(verdict.verdict for verdict in verdicts)
        tone = "mark" if "differs" in words else ""
        rows.append(Row((f"{layer.index}", layer.op, layer.tensor, shape, *words), tone))
    headings = ("layer", "operator", "writes", "", *(c.subject for c in comparisons))
    return PageTable(headings, tuple(rows), numbers=(0,))
