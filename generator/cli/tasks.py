"""`generator tasks`: the models that ship with the generator, and those trained here."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from generator import known_tasks
from generator.cli._options import json_option
from generator.cli._screen import out, write_json
from generator.tasks import NotTrained, Task


@click.command("tasks")
@json_option
def command(json_file: Path | None) -> None:
    """List the tasks and how good they are.

    The score is that on data which the model was never trained on. A task whose data may not be
    passed on has none until you train it.
    """
    known = known_tasks.every()
    table = Table("task", "what it does", "model bytes", "score", "on inputs", "trained by")
    table.columns[2].justify = table.columns[3].justify = table.columns[4].justify = "right"
    for task in known:
        table.add_row(*(_untrained(task) if isinstance(task, NotTrained) else _row(task)))
    out.print(table)
    write_json(json_file, {"tasks": [_facts(task) for task in known]})


def _row(task: Task) -> tuple[str, ...]:
    score = task.score
    size = f"{task.model.stat().st_size:,}"
    return (
        task.name,
        task.title,
        size,
        f"{score.name} {score.text}",
        f"{score.inputs:,}",
        task.trained,
    )


def _untrained(task: NotTrained) -> tuple[str, ...]:
    return task.name, task.title, "", "", "", f"you: generator train {task.name}"


def _facts(task: Task | NotTrained) -> dict[str, Any]:
    common = {"name": task.name, "title": task.title, "licence": task.licence}
    if isinstance(task, NotTrained):
        return common | {"model_bytes": None, "score": None}
    return common | {
        "model_bytes": task.model.stat().st_size,
        "labels": list(task.labels),
        "score": task.score.facts(),
        "pass_mark": task.pass_mark,
        "trained": task.trained,
    }
