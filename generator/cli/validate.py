"""`generator validate MODEL --board BOARD`: does the code compute what the model file says?"""

from pathlib import Path

import click

from generator import source as sources
from generator.boards.facts import Board
from generator.cli._board import optional_board_options
from generator.cli._choices import choice_options
from generator.cli._options import html_option, json_option
from generator.cli._screen import counting, out, write_json, write_text
from generator.cli._validation_inputs import given_inputs
from generator.pipeline import Choices, Folders
from generator.pipeline.validating import HOST, SIMULATOR, Order, validate
from generator.render.page import render_page
from generator.reports import validation, validation_page
from generator.source import Source
from generator.validation import samples
from generator.validation.difference import TOLERANCE


@click.command("validate")
@click.argument("model")
@optional_board_options
@choice_options
@click.option(
    "--on",
    "places",
    multiple=True,
    metavar="host|sim|qemu|PORT",
    help="Where the code runs; may be given again.  [default: host, and sim with a board; with "
    "--project only sim, as its kernels may hold Arm instructions]",
)
@click.option(
    "--data",
    metavar="FILE.npz|random[:N]|test[:N]",
    help="The inputs: a file with an array of samples for each model input, and labels as `y`; "
    "random ones; or those that a task was never trained on.  [default: test:500 for a task, else "
    f"random:{samples.DEFAULT_COUNT}]",
)
@click.option("--seed", default=0, show_default=True, help="Of random inputs and choices.")
@click.option(
    "--target-samples",
    type=click.IntRange(min=1),
    default=samples.DEFAULT_COUNT,
    show_default=True,
    help="How many samples at most run on the simulator or a board.",
)
@click.option(
    "--project",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Validate the folder model/ of this rendered project as it lies there, with your changes.",
)
@click.option("--layers/--no-layers", default=True, help="Whether to look at every layer.")
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0.0),
    default=TOLERANCE,
    show_default=True,
    help="Of reals, as a share of a tensor's greatest magnitude. Integers must be equal.",
)
@html_option
@json_option
def command(
    model: str,
    board: Board | None,
    choices: Choices,
    places: tuple[str, ...],
    data: str | None,
    seed: int,
    target_samples: int,
    project: Path | None,
    layers: bool,
    tolerance: float,
    html_file: Path | None,
    json_file: Path | None,
) -> int:
    """Compare the code of a model with the model's definition, bit for bit and layer by layer.

    The firmware is built with a word more on its console, by which it shows what every layer wrote.
    Leaves with exit code 1 when anything differs.
    """
    source = sources.source(model)
    with counting() as count:
        given = given_inputs(model, source, data, seed, count)
    order = Order(
        source=source,
        board=board,
        choices=choices,
        places=places or _usual_places(board, project),
        samples=given.samples,
        target_samples=target_samples,
        project=project,
        folders=_folders(source, board),
        tolerance=tolerance,
        layers=layers,
        judge=given.judge,
        float_model=given.float_model,
    )
    with counting() as count:
        outcome = validate(order, count)
    out.print(validation.render(outcome, order.samples.source))
    if html_file is not None:
        shown = validation_page.page(outcome, source.name, order.samples.source)
        write_text(html_file, render_page(shown))
    write_json(json_file, validation.facts(outcome, order.samples.source))
    return 0 if outcome.same else 1


def _usual_places(board: Board | None, project: Path | None) -> tuple[str, ...]:
    if board is None:
        return (HOST,)
    return (HOST, SIMULATOR) if project is None else (SIMULATOR,)


def _folders(source: Source, board: Board | None) -> Folders:
    """Apart from the project that a user reads and edits."""
    folder = Path("build", "validate", f"{source.name}-{board.name}" if board else source.name)
    return Folders(folder / "project", folder / "build")
