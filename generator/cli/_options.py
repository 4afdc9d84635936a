"""Options that several verbs share, and what they stand for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.errors import RequestError
from generator.pipeline import Folders

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


def _in_a_folder(context: click.Context, option: click.Parameter, file: Path | None) -> Path | None:
    """Refuses a file in no folder before the work whose result it is to hold."""
    del context
    if file is not None and not file.parent.is_dir():
        raise RequestError(
            "It cannot be written: there is no such folder.", where=f"{option.opts[0]} {file}"
        )
    return file


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--json FILE."""
    return click.option(
        "--json",
        "json_file",
        type=_FILE,
        callback=_in_a_folder,
        help="Write the same facts as JSON to this file.",
    )(function)


def html_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--html FILE."""
    return click.option(
        "--html",
        "html_file",
        type=_FILE,
        callback=_in_a_folder,
        help="Write a page with plots, which needs no network.",
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


def folders(output: Path | None) -> Folders:
    """Where the project goes."""
    return Folders.of(output)
