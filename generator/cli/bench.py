"""`generator bench MODELS --boards LIST --goals LIST`: measures the whole matrix."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from generator import boards as known_boards
from generator import known_tasks
from generator.bench import records
from generator.bench.cells import DEFAULT_GOAL, Cell, listed, matrix
from generator.bench.records import Record
from generator.bench.table import as_csv
from generator.cli._bench import digest, in_parallel, measure_all, open_cells
from generator.cli._options import json_option
from generator.cli._screen import counting, out, write_json, write_text
from generator.goal import GOALS
from generator.reports import bench_text
from generator.tasks import NotTrained

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("bench")
@click.argument("models", nargs=-1, required=True)
@click.option(
    "--boards", required=True, metavar="LIST", help="Boards with commas between, BOARD@MHZ, or all."
)
@click.option(
    "--goals",
    default=DEFAULT_GOAL,
    show_default=True,
    metavar="LIST",
    help=f"Of {', '.join(GOALS)} and {DEFAULT_GOAL}; or all.",
)
@click.option(
    "-o",
    "--output",
    type=_FILE,
    default=Path("bench.jsonl"),
    show_default=True,
    help="The results, a line of JSON each; what is in it already is not measured again.",
)
@click.option("--csv", "csv_file", type=_FILE, help="Write all results of that file as CSV, too.")
@click.option("--force", is_flag=True, help="Measure again what has been measured.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="So many at a time.  [default: the processors]"
)
@click.option(
    "--limit-seconds",
    type=click.FloatRange(min=1),
    default=900.0,
    show_default=True,
    help="How long a firmware may take until it counts as failed.",
)
@json_option
def command(
    models: tuple[str, ...],
    boards: str,
    goals: str,
    output: Path,
    csv_file: Path | None,
    force: bool,
    jobs: int | None,
    limit_seconds: float,
    json_file: Path | None,
) -> int:
    """Build, simulate and measure every model on every board.

    MODELS are tasks or model files; `tasks` stands for all tasks that have a model. A cell that
    fails does not stop the others: its reason is in the results. Leaves with exit code 3 if any
    failed; that a model does not fit a board is an answer. `generator report bench.jsonl` renders
    the results.
    """
    cells = matrix(
        _models(models),
        listed(boards, known_boards.names()),
        listed(goals, (DEFAULT_GOAL, *GOALS)),
    )
    for board in dict.fromkeys(cell.board for cell in cells):
        known_boards.load(board)
    digests = {model: digest(model) for model in dict.fromkeys(cell.model for cell in cells)}
    done = records.read(output)
    todo = cells if force else open_cells(cells, done, digests)
    if len(todo) < len(cells):
        out.print(f"{len(cells) - len(todo)} of {len(cells)} are in {output} already.")
    done |= _measured(todo, digests, output, jobs or in_parallel(), limit_seconds)
    records.rewrite(output, done.values())
    chosen = [done[cell] for cell in cells]
    out.print(bench_text.render(chosen))
    if csv_file is not None:
        write_text(csv_file, as_csv(records.read(output).values()))
    write_json(json_file, {"cells": [records.plain(record) for record in chosen]})
    return 3 if any(record.status == "failed" for record in chosen) else 0


def _models(words: Sequence[str]) -> list[str]:
    """The words themselves, `tasks` as those that it stands for."""
    shipped = [task.name for task in known_tasks.every() if not isinstance(task, NotTrained)]
    return [name for word in words for name in (shipped if word == "tasks" else [word])]


def _measured(
    todo: Sequence[Cell],
    digests: Mapping[str, str],
    output: Path,
    jobs: int,
    limit_seconds: float,
) -> dict[Cell, Record]:
    """Measures, and keeps each result the moment it is there."""
    found: dict[Cell, Record] = {}
    tally: Counter[str] = Counter()
    with counting() as count:
        count(f"measuring {len(todo)} firmwares", 0, len(todo))
        for record in measure_all(todo, digests, jobs, limit_seconds):
            records.append(output, record)
            found[record.cell] = record
            tally[record.status] += 1
            said = ", ".join(f"{number} {status}" for status, number in sorted(tally.items()))
            count(f"{len(found)} of {len(todo)}: {said}", len(found), len(todo))
    return found
