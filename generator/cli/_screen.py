"""What all verbs print alike: results on stdout, progress and complaints on stderr."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from generator.errors import RequestError
from generator.progress import Notify, Progress

# Wide enough for the widest table where there is no terminal to ask.
_PIPED_WIDTH = 140
_SECONDS_BETWEEN_LINES = 10.0

_probe = Console()
out = _probe if _probe.is_terminal else Console(width=_PIPED_WIDTH)
_err = Console(stderr=True)


def say(sentence: str) -> None:
    """A sentence of the result, which may be longer than a line."""
    out.print(sentence, highlight=False, soft_wrap=True)


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


@contextmanager
def counting() -> Iterator[Progress]:
    """Says what is going on and how far it is.

    A bar on a terminal; in a pipe a line for each step, and one now and then while it lasts.
    """
    if not _err.is_terminal:
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bars(*columns, console=_err, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def count(step: str, done: int, total: int) -> None:
            bar.update(task, description=escape(step), completed=done, total=total or None)

        yield count


def _lines() -> Progress:
    said: set[str] = set()
    last = 0.0

    def count(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if step in said and now - last < _SECONDS_BETWEEN_LINES:
            return
        far = f", {done} of {total}" if step in said and total else ""
        _err.print(f"{step}{far} …", soft_wrap=True, highlight=False, markup=False)
        said.add(step)
        last = now

    return count


def write_json(path: Path | None, facts: Mapping[str, Any]) -> None:
    """The same facts for programs, if they were asked for."""
    if path is not None:
        write_text(path, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """A file that the user has named. Raises RequestError where it cannot be written."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """The same for a file that is no text."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise RequestError(f"It cannot be written: {error.strerror}.", where=str(path)) from error
