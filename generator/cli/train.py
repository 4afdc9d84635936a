"""`generator train TASK`: makes a task's model by its recipe, ours or the user's own."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from generator.cli._options import json_option
from generator.cli._screen import counting, out, write_json
from generator.train.result import TrainingResult
from generator.train.run import default_output, train

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("train")
@click.argument("task")
@click.option("--quick", is_flag=True, help="Few epochs on few inputs: to try the recipe.")
@click.option(
    "-o",
    "--output",
    type=_FOLDER,
    help="Folder for the model, its card and samples.  [default: where TASK is then found by its "
    "name, but trained/TASK for a task that ships a model]",
)
@click.option(
    "--data",
    type=_FOLDER,
    help="Folder that holds the data set; without it, it is looked for or downloaded.",
)
@json_option
def command(
    task: str, quick: bool, output: Path | None, data: Path | None, json_file: Path | None
) -> None:
    """Train the model of TASK and measure it on data that it was never trained on.

    TASK is a task (see `generator tasks`) or a recipe of your own, my_task.py (docs/training.md).
    """
    with counting() as progress:
        folder = output or default_output(task)
        result = train(task, quick=quick, output=folder, data=data, progress=progress)
    out.print(_table(result))
    write_json(json_file, _facts(result))


def _facts(result: TrainingResult) -> dict[str, Any]:
    return {
        "task": result.task,
        "model": str(result.model),
        "model_bytes": result.model.stat().st_size,
        "card": str(result.card),
        "score": result.score.facts(),
        "score_float": result.float_score.facts() if result.float_score else None,
        "seconds": round(result.seconds, 1),
    }


def _table(result: TrainingResult) -> Table:
    score = result.score
    table = Table(title=f"{result.task}: trained in {result.seconds:.0f} s", show_header=False)
    table.add_row("model", f"{result.model} ({result.model.stat().st_size:,} bytes)")
    table.add_row("card", str(result.card))
    table.add_row(score.name, f"{score.text} on {score.inputs:,} held-out inputs")
    if result.float_score:
        table.add_row(f"{score.name} in float", result.float_score.text)
    for label, share in (score.confusion.recall if score.confusion else {}).items():
        table.add_row(f"  {label}", f"{share:.1%}")
    return table
