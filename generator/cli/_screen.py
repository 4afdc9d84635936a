"""What all verbs print alike: results on stdout, progress and complaints on stderr."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from generator.errors import RequestError
from generator.pipeline import Notify

# Wide enough for the widest table where there is no terminal to ask.
_PIPED_WIDTH = 140

_probe = Console()
out = _probe if _probe.is_terminal else Console(width=_PIPED_WIDTH)
_err = Console(stderr=True)


def complain(message: str) -> None:
    """An error, for people."""
    _err.print(f"[bold red]generator:[/] {escape(message)}", soft_wrap=True, highlight=False)


@contextmanager
def progress() -> Iterator[Notify]:
    """Says what is going on: a spinner on a terminal, a line for each step in a pipe."""
    if not _err.is_terminal:
        yield lambda step: _err.print(f"{step} …", soft_wrap=True, highlight=False)
        return
    with _err.status("starting …") as status:
        yield lambda step: status.update(f"{escape(step)} …")


Count = Callable[[str, int, int], None]


@contextmanager
def counting() -> Iterator[Count]:
    """Says what is going on and how far it is: count(step, done, total); total 0 is not known.

    A bar on a terminal, a line for each step in a pipe.
    """
    if not _err.is_terminal:
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def count(step: str, done: int, total: int) -> None:
            bar.update(task, description=escape(step), completed=done, total=total or None)

        yield count


def _lines() -> Count:
    said: set[str] = set()

    def count(step: str, done: int, total: int) -> None:
        del done, total
        if step not in said:
            _err.print(f"{step} …", soft_wrap=True, highlight=False, markup=False)
        said.add(step)

    return count


def write_json(path: Path | None, facts: Mapping[str, Any]) -> None:
    """The same facts for programs, if they were asked for."""
    if path is not None:
        write_text(path, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """A file that the user has named. Raises RequestError where it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RequestError(f"It cannot be written: {error.strerror}.", where=str(path)) from error
