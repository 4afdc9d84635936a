"""A bar for long work whose steps are counted: downloading, training, measuring."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from generator.train.result import Progress


@contextmanager
def steps() -> Iterator[Progress]:
    """Shows what is being done and how far, on a terminal; nothing of it in a pipe."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        step = bars.add_task("starting", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bars.update(step, description=what, completed=done, total=total)

        yield progress
