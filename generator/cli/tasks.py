"""`generator tasks`: the models that ship with the generator."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from generator import discover
from generator.cli._options import json_option
from generator.cli._screen import out, write_json
from generator.tasks import Task


@click.command("tasks")
@json_option
def command(json_file: Path | None) -> None:
    """List the tasks and how accurate they are.

    The accuracy is that on data which the model was never trained on.
    """
    names = discover.module_names("generator.tasks")
    known = [discover.module("generator.tasks", name, "task").task() for name in names]
    table = Table("task", "what it does", "model bytes", "accuracy", "of clips", "trained by")
    table.columns[2].justify = table.columns[3].justify = table.columns[4].justify = "right"
    for task in known:
        table.add_row(
            task.name,
            task.title,
            f"{task.model.stat().st_size:,}",
            f"{task.accuracy.share:.1%}",
            f"{task.accuracy.clips}",
            task.trained,
        )
    out.print(table)
    write_json(json_file, {"tasks": [_facts(task) for task in known]})


def _facts(task: Task) -> dict[str, Any]:
    return {
        "name": task.name,
        "title": task.title,
        "model_bytes": task.model.stat().st_size,
        "labels": list(task.labels),
        "accuracy": task.accuracy.share,
        "test_clips": task.accuracy.clips,
        "licence": task.licence,
        "trained": task.trained,
    }
