"""`generator compress TASK|NETWORK`: what each way to make a network smaller gains and costs."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.table import Table

from generator import pipeline, source
from generator.boards.facts import Board
from generator.cli._board import chosen_board
from generator.cli._options import json_option
from generator.cli._screen import counting, out, write_bytes, write_json, write_text
from generator.errors import NegativeAnswer, RequestError
from generator.measurement import Measurement
from generator.pipeline import Folders
from generator.reports import compression as report
from generator.reports.compression import Row
from generator.train.compression.cases import case
from generator.train.compression.outcome import Outcome, methods, outcome
from generator.train.compression.wishes import Wishes

_PATH = click.Path(path_type=Path)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_BOARD = "b-l475e-iot01a"


def _listed(ctx: click.Context, option: click.Parameter, words: str) -> list[str]:
    del ctx, option
    known = methods()
    chosen = known if words == "all" else [word.strip() for word in words.split(",")]
    for word in chosen:
        if word not in known:
            raise click.BadParameter(f"{word!r} is none of {', '.join(known)}")
    return [word for word in known if word in chosen]


@click.command("compress")
@click.argument("network")
@click.option(
    "--methods",
    "chosen",
    default="all",
    callback=_listed,
    metavar="LIST",
    help=f"Of {', '.join(methods())}, with commas between.  [default: all]",
)
@click.option("--data", type=_PATH, help="A task's data set; or FILE.npz with x_train, y_train, …")
@click.option(
    "--sparsity",
    type=click.FloatRange(0, 0.95, min_open=True),
    default=0.5,
    show_default=True,
    help="The share of weights or channels that pruning takes.",
)
@click.option("--board", default=_BOARD, show_default=True, metavar="NAME[@MHZ]")
@click.option("--quick", is_flag=True, help="Few epochs on few inputs: to try it.")
@click.option(
    "-o", "--output", type=_FOLDER, help="Folder for models and reports.  [default: compressed/…]"
)
@click.option("--force", is_flag=True, help="Write into a folder that holds results already.")
@json_option
def command(
    network: str,
    chosen: list[str],
    data: Path | None,
    sparsity: float,
    board: str,
    quick: bool,
    output: Path | None,
    force: bool,
    json_file: Path | None,
) -> None:
    """Quantise and prune a network in every way, and measure each on a board.

    NETWORK is a task, whose network is trained first, or a .keras or .h5 file with --data. Each
    method's .tflite file, table.md, table.csv and plot.svg go to the output folder.
    """
    target = chosen_board(board, None, None, None, None, None)
    folder = output or Path("compressed", Path(network).stem)
    if folder.exists() and any(folder.iterdir()) and not force:
        raise RequestError(
            "The folder holds something already.",
            where=str(folder),
            hint="Name another with -o, or add --force.",
        )
    outcomes, rows = _all(network, chosen, data, Wishes(sparsity), quick, target, folder)
    for made in outcomes:
        write_bytes(folder / f"{made.method}.tflite", made.model)
    write_text(folder / "table.md", report.markdown(Path(network).stem, target.title, rows))
    write_text(folder / "table.csv", report.as_csv(rows))
    write_text(folder / "plot.svg", report.plot(rows))
    out.print(_table(rows))
    for line in report.remarks(rows):
        out.print(line.removeprefix("- ").replace("`", ""))
    write_json(json_file, {"board": target.name, "methods": [row.facts() for row in rows]})


def _all(
    network: str,
    chosen: Sequence[str],
    data: Path | None,
    wishes: Wishes,
    quick: bool,
    board: Board,
    folder: Path,
) -> tuple[list[Outcome], list[Row]]:
    """The methods' files and figures. The folder is made once there is something to put in it."""
    with counting() as progress:
        start = case(network, data, quick=quick, progress=progress)
        outcomes = [outcome(start, method, wishes, progress) for method in chosen]
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for index, made in enumerate(outcomes):
            progress(f"measuring {made.method} on {board.name}", index, len(outcomes))
            rows.append(_row(made, outcomes[0], board))
    return outcomes, rows


def _row(made: Outcome, first: Outcome, board: Board) -> Row:
    measured, refusal = _measured(made, board)
    return Row(
        method=made.method,
        title=made.title,
        score=made.score,
        loss=made.loss,
        tflite_bytes=len(made.model),
        gzip_bytes=made.gzip_bytes,
        factor=first.gzip_bytes / made.gzip_bytes,
        measured=measured,
        refusal=refusal,
    )


def _measured(made: Outcome, board: Board) -> tuple[Measurement | None, str]:
    """The file's firmware on the board's simulator; or why there is none."""
    with TemporaryDirectory(prefix="generator-compress-") as name:
        model = Path(name) / f"{made.method.replace('-', '_')}.tflite"
        model.write_bytes(made.model)
        places = Folders.of(Path(name) / "project")
        try:
            pipeline.new(source.source(str(model)), board, places)
        except NegativeAnswer as error:
            return None, error.message.splitlines()[0]
        return pipeline.run(pipeline.build(places, board), board), ""


def _table(rows: Sequence[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for index, column in enumerate(report.COLUMNS):
        table.add_column(column, justify="right" if index else "left")
    for row in rows:
        table.add_row(*report.cells(row))
    return table
