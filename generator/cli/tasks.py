"""`generator tasks`: the models that ship with the generator, and those trained here."""

from pathlib import Path

import click
from rich.table import Table

from generator import known_tasks
from generator.cli import _task_page
from generator.cli._options import json_option
from generator.cli._screen import counting, out, write_json
from generator.errors import NegativeAnswer, RequestError, nearest
from generator.score import Score
from generator.tasks import NotTrained, Task
from generator.train import run

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("tasks")
@click.argument("name", required=False)
@click.option("--measure", is_flag=True, help="With NAME: run all held-out data anew and compare.")
@click.option("--data", type=_FOLDER, help="With --measure: the folder that holds the data.")
@json_option
def command(name: str | None, measure: bool, data: Path | None, json_file: Path | None) -> None:
    """List the tasks and how good they are; with NAME, show one.

    The score is that on data which the model was never trained on. A task whose data may not be
    passed on has none until you train it. With --measure the exit code is 1 if a score does not
    repeat.
    """
    if name is not None:
        _show(name, measure, data, json_file)
    elif measure:
        raise RequestError("--measure needs the name of a task.", hint="generator tasks NAME")
    else:
        known = known_tasks.every()
        out.print(_list(known))
        write_json(json_file, {"tasks": [_task_page.facts(task) for task in known]})


def _list(known: list[Task | NotTrained]) -> Table:
    table = Table("task", "what it does", "model bytes", "score", "on inputs", "trained by")
    table.columns[2].justify = table.columns[3].justify = table.columns[4].justify = "right"
    table.columns[5].overflow = "fold"  # a path is not cut off
    for task in known:
        table.add_row(*(_untrained(task) if isinstance(task, NotTrained) else _row(task)))
    return table


def _row(task: Task) -> tuple[str, ...]:
    score = task.score
    size, text = f"{task.model.stat().st_size:,}", f"{score.name} {score.text}"
    return task.name, task.title, size, text, f"{score.inputs:,}", task.trained


def _untrained(task: NotTrained) -> tuple[str, ...]:
    return task.name, task.title, "", "", "", f"you: generator train {task.name}"


def _show(name: str, measure: bool, data: Path | None, json_file: Path | None) -> None:
    task = known_tasks.find(name)
    if task is None:
        hint = nearest(name, known_tasks.names())
        raise RequestError(f"There is no task called {name!r}.", hint=hint)
    measured = _measured(task, data) if measure else None
    out.print(_task_page.render(task, measured))
    again = {"measured": measured.facts()} if measured else {}
    write_json(json_file, _task_page.facts(task) | again)
    if measured and measured.facts() != task.score.facts():
        raise NegativeAnswer(
            f"The card of {task.name} says {task.score.text}, but it is {measured.text}."
        )


def _measured(task: Task, data: Path | None) -> Score:
    with counting() as progress:
        return run.judge(run.recipe_word(task), task.model, data, progress)
