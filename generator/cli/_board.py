"""The options that say which board a verb is for, and the board that they stand for."""

import functools
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator import boards
from generator.boards.facts import Board
from generator.errors import RequestError
from generator.render import board_file

_FILE = click.Path(path_type=Path, dir_okay=False)
_MEGA = 1_000_000
SUPPLIES = click.Choice(["ldo", "smps"])


def board_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--board, --board-file, --mcu and what goes with them; the verb gets a Board as `board`."""
    return _options(function, required=True)


def optional_board_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same; the verb gets None where no board is named."""
    return _options(function, required=False)


def _options(function: Callable[..., Any], *, required: bool) -> Callable[..., Any]:
    @click.option("--board", "name", metavar="NAME[@MHZ]", help="A board, see `generator boards`.")
    @click.option(
        "--board-file", "file", type=_FILE, help="A board of your own, described in this YAML file."
    )
    @click.option("--mcu", metavar="PART", help="A bare part: stm32f405rg.")
    @click.option("--hse", type=float, metavar="MHZ", help="Its crystal; without one, HSI.")
    @click.option("--console", metavar="PORT:TX,RX", help="Its serial port: usart2:pa2,pa3.")
    @click.option("--supply", type=SUPPLIES, help="What feeds its core, where there is a choice.")
    @click.option("--clock", type=float, metavar="MHZ", help="Another core clock than the usual.")
    @functools.wraps(function)
    def with_board(
        *words: Any,
        name: str | None,
        file: Path | None,
        mcu: str | None,
        hse: float | None,
        console: str | None,
        supply: str | None,
        clock: float | None,
        **others: Any,
    ) -> Any:
        named = required or any(word is not None for word in (name, file, mcu))
        board = chosen_board(name, file, mcu, hse, console, clock, supply) if named else None
        return function(*words, board=board, **others)

    return with_board


def chosen_board(
    name: str | None,
    file: Path | None,
    mcu: str | None,
    hse: float | None,
    console: str | None,
    clock: float | None,
    supply: str | None = None,
) -> Board:
    """The board that the options name, of which exactly one does."""
    if sum(option is not None for option in (name, file, mcu)) != 1:
        raise RequestError(
            "Name one board.",
            hint=f"--board with one of: {', '.join(boards.names())}; or --board-file, or --mcu",
        )
    clock_hz = _hertz("--clock", clock)
    if mcu is None and any(word is not None for word in (hse, console, supply)):
        raise RequestError("--hse, --console and --supply describe a bare part and go with --mcu.")
    if mcu is not None:
        text = bare_part(mcu, hse, console, clock_hz, supply)
        return boards.load_text(mcu.lower().partition("@")[0], text)
    if file is not None:
        if not file.is_file():
            raise RequestError("There is no such board file.", where=str(file))
        return boards.load_file(file, clock_hz)
    assert name is not None
    return boards.load(name, clock_hz)


def bare_part(
    mcu: str,
    hse: float | None,
    console: str | None,
    clock_hz: int | None,
    supply: str | None = None,
) -> str:
    """The board file of a bare part; --console is needed, as nobody else knows what is wired."""
    if console is None:
        raise RequestError(
            "A bare part needs its serial port.",
            where=mcu,
            hint="--console with a port and its pins TX and RX, as in usart2:pa2,pa3",
        )
    port, colon, pins = console.partition(":")
    tx, comma, rx = pins.partition(",")
    if not (colon and comma):
        raise RequestError(
            f"{console!r} is no serial port with its pins.",
            where="--console",
            hint="Port, TX and RX, as in usart2:pa2,pa3.",
        )
    hse_hz = _hertz("--hse", hse)
    words = (port.lower(), tx.lower(), rx.lower())
    return board_file.of_part(mcu, *words, hse_hz, clock_hz, supply)


def _hertz(option: str, megahertz: float | None) -> int | None:
    """A frequency in Hz."""
    if megahertz is None:
        return None
    if not (math.isfinite(megahertz) and megahertz > 0):
        raise RequestError(f"{megahertz:g} is no frequency in MHz.", where=option)
    return round(megahertz * _MEGA)
