"""Options about what surrounds a simulated board, gathered into one `Desk`."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from generator.errors import RequestError
from generator.runners.desk import Desk
from generator.simulator import injections


def desk_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--inject, --vcd, --gdb, --pty and --pace; the verb is handed them as `desk`."""

    @click.option(
        "--inject",
        "inject",
        multiple=True,
        metavar="NAME[=VALUE][@MOMENT]",
        help=f"Let something go wrong on the simulated desk: {', '.join(injections.names())}. "
        "MOMENT is start, inference (in the middle of the first counted one), 1200000 (cycles), "
        "0.5s, 20ms or 300us.",
    )
    @click.option(
        "--vcd",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write what the simulated pins did to this file, for GTKWave and the like.",
    )
    @click.option(
        "--gdb",
        "gdb_port",
        type=click.IntRange(0, 65535),
        metavar="PORT",
        help="Let GDB debug the simulated board at this port; nothing is measured.",
    )
    @click.option(
        "--pty",
        "terminal",
        is_flag=True,
        help="Put the simulated console on a terminal device; nothing is measured.",
    )
    @click.option("--pace", is_flag=True, help="With --gdb or --pty: not faster than real time.")
    @wraps(function)
    def with_desk(
        *args: Any,
        inject: tuple[str, ...],
        vcd: Path | None,
        gdb_port: int | None,
        terminal: bool,
        pace: bool,
        **options: Any,
    ) -> Any:
        wrong = tuple(injections.parse(text) for text in inject)
        desk = Desk(wrong, vcd, gdb_port, terminal, pace)
        if pace and not desk.attended:
            raise RequestError("--pace is for --gdb and --pty.")
        if vcd is not None and not vcd.parent.is_dir():
            raise RequestError("There is no such folder for the trace.", where=str(vcd.parent))
        return function(*args, desk=desk, **options)

    return with_desk


def desk_epilog() -> str:
    """What can go wrong on the desk, for the end of a verb's help."""
    lines = [injections.summary(name) for name in injections.names()]
    return "\b\n" + "\n".join(["What --inject knows:", *(f"  {line}" for line in lines)])
