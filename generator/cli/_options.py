"""Options that several verbs share, and what they stand for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.pipeline import Folders

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--json FILE."""
    return click.option(
        "--json", "json_file", type=_FILE, help="Write the same facts as JSON to this file."
    )(function)


def html_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--html FILE."""
    return click.option(
        "--html", "html_file", type=_FILE, help="Write a page with plots, which needs no network."
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
