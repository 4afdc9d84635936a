"""Options that several verbs share, and what they stand for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator import boards
from generator.boards.facts import Board
from generator.errors import RequestError
from generator.pipeline import Folders

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--json FILE."""
    return click.option(
        "--json", "json_file", type=_FILE, help="Write the same facts as JSON to this file."
    )(function)


def output_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """-o DIR."""
    return click.option(
        "-o",
        "--output",
        type=_FOLDER,
        help="Folder for the project; it is built in its folder `build`.  "
        "[default: build/project, built in build]",
    )(function)


def force_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--force."""
    return click.option(
        "--force", is_flag=True, help="Overwrite files that are not as the generator wrote them."
    )(function)


def board_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--board NAME and --board-file FILE, of which one must be given."""
    with_file = click.option(
        "--board-file", type=_FILE, help="A board of your own, described in this YAML file."
    )(function)
    return click.option("--board", "board_name", help="A board, see `generator boards`.")(with_file)


def chosen_board(board_name: str | None, board_file: Path | None) -> Board:
    """The board that the options name."""
    if (board_name is None) == (board_file is None):
        raise RequestError(
            "Name one board.", hint=f"--board with one of: {', '.join(boards.names())}"
        )
    if board_file is not None:
        if not board_file.is_file():
            raise RequestError("There is no such board file.", where=str(board_file))
        return boards.load_file(board_file)
    assert board_name is not None
    return boards.load(board_name)


def folders(output: Path | None) -> Folders:
    """Where the project goes."""
    return Folders.of(output)
