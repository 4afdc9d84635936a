"""One task on a page: what it is, how good on data never trained on, and on which."""

from typing import Any

from rich.table import Table

from generator.score import Score
from generator.tasks import NotTrained, Task


def render(task: Task, measured: Score | None) -> Table:
    """The page for people; `measured` is the score of a moment ago, None if nobody asked."""
    table = Table(title=task.name, show_header=False)
    for what, text in _rows(task, measured):
        table.add_row(what, text)
    return table


def facts(task: Task | NotTrained) -> dict[str, Any]:
    """The same for programs."""
    common = {"name": task.name, "title": task.title, "licence": task.licence}
    if isinstance(task, NotTrained):
        return common | {"model_bytes": None, "score": None}
    return common | {
        "model": str(task.model),
        "model_bytes": task.model.stat().st_size,
        "float_model": str(task.float_model) if task.float_model else None,
        "labels": list(task.labels),
        "samples": [sample.name for sample in task.samples],
        "score": task.score.facts(),
        "pass_mark": task.pass_mark,
        "trained": task.trained,
        "card": str(task.card),
    }


def _rows(task: Task, measured: Score | None) -> list[tuple[str, str]]:
    score = task.score
    rows = [
        ("what it does", task.title),
        ("model", f"{task.model} ({task.model.stat().st_size:,} bytes)"),
        ("card", str(task.card)),
        ("trained", task.trained),
        ("licence", task.licence),
        (score.name, f"{score.text} on {score.inputs:,} held-out inputs, by the card"),
    ]
    if measured is not None:
        text = f"{measured.text} on {measured.inputs:,} held-out inputs"
        rows.append((f"{measured.name} measured now", text))
    confusion = (measured or score).confusion
    recall = confusion.recall if confusion else {}
    return rows + [(f"  {label}", f"{share:.1%}") for label, share in recall.items()]
