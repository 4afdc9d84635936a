"""Options about the code that is generated, gathered into one `Choices`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from generator import passes
from generator.goal import GOALS, Goal
from generator.passes.set_io import IO_TYPES
from generator.pipeline import Choices


def choice_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """-O, --io and --no-pass; the verb is handed them as `choices`."""

    @click.option(
        "-O",
        "goal",
        type=click.Choice(GOALS),
        help="What kernels are chosen for: cycles, cycles where flash and RAM pay for them, flash "
        "or RAM.  [default: balanced, or smaller where that does not fit]",
    )
    @click.option(
        "--io",
        type=click.Choice(IO_TYPES),
        help="Type of the model's inputs and outputs.  [default: the model's own]",
    )
    @click.option(
        "--no-pass",
        "skipped",
        multiple=True,
        metavar="NAME",
        help=f"Leave out a simplification: {', '.join(passes.names())}.",
    )
    @wraps(function)
    def with_choices(
        *args: Any, goal: Goal | None, io: str | None, skipped: tuple[str, ...], **options: Any
    ) -> Any:
        choices = Choices(io=io, skipped_passes=skipped, goal=goal)
        return function(*args, choices=choices, **options)

    return with_choices
