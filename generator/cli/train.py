"""`generator train TASK`: makes a task's model anew by its recipe."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from generator.train.result import TrainingResult
from generator.train.run import train


@click.command("train")
@click.argument("task")
@click.option("--quick", is_flag=True, help="About a minute, with few clips: to try the recipe.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the model, its labels and its card.  [default: trained/TASK]",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that holds the data set; without it, it is looked for or downloaded.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the facts as JSON.",
)
def command(
    task: str, quick: bool, output: Path | None, data: Path | None, json_file: Path | None
) -> None:
    """Train the model of TASK and measure it on clips of speakers never trained on."""
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        step = bar.add_task("starting", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(step, description=what, completed=done, total=total)

        result = train(
            task,
            quick=quick,
            output=output or Path("trained", task),
            data=data,
            progress=progress,
        )
    console.print(_table(result))
    if json_file:
        json_file.write_text(json.dumps(_facts(result), indent=2) + "\n", encoding="utf-8")


def _facts(result: TrainingResult) -> dict[str, Any]:
    return {
        "task": result.task,
        "model": str(result.model),
        "model_bytes": result.model.stat().st_size,
        "labels": str(result.labels),
        "card": str(result.card),
        "accuracy": result.accuracy.share,
        "accuracy_float": result.float_share,
        "test_clips": result.accuracy.clips,
        "correct_clips": result.accuracy.correct,
        "seconds": round(result.seconds, 1),
    }


def _table(result: TrainingResult) -> Table:
    accuracy = result.accuracy
    table = Table(title=f"{result.task}: trained in {result.seconds:.0f} s", show_header=False)
    table.add_row("model", f"{result.model} ({result.model.stat().st_size} bytes)")
    table.add_row("card", str(result.card))
    table.add_row("int8 accuracy", f"{accuracy.share:.1%} of {accuracy.clips} held-out clips")
    table.add_row("float accuracy", f"{result.float_share:.1%}")
    for label, share in accuracy.per_label.items():
        table.add_row(f"  {label}", f"{share:.1%}")
    return table
