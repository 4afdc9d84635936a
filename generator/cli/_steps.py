"""A bar for long work whose steps are counted: downloading, training, measuring."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from generator.train.result import Progress

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def steps() -> Iterator[Progress]:
    """Shows what is being done and how far: a bar on a terminal, in a pipe a line now and then."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        step = bars.add_task("starting", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bars.update(step, description=what, completed=done, total=total)

        yield progress


def _lines(console: Console) -> Progress:
    last = -_SECONDS_BETWEEN_LINES

    def progress(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done == 0 or now - last >= _SECONDS_BETWEEN_LINES:
            count = f", {done} of {total}" if done else ""
            console.print(f"{what}{count} …", soft_wrap=True, highlight=False)
            last = now

    return progress
