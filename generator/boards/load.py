"""Boards by name or from a file of the user's own: YAML in, a solved and checked Board out."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator import places
from generator.boards import schema, yaml_file
from generator.boards.clock import solve
from generator.boards.facts import Board, ClockWish, Part, Probe
from generator.boards.part import part
from generator.boards.wiring import console_of, led_of
from generator.discover import file_names
from generator.errors import BoardError, RequestError, nearest

_SUFFIX = ".yaml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def names() -> list[str]:
    """The names of all boards, sorted."""
    return file_names(places.folder("boards"), _SUFFIX)


def load(name: str, clock_hz: int | None = None) -> Board:
    """The board of that name or alias, perhaps at another core clock: "stm32f103c8@48", in MHz.

    clock_hz: the same, in hertz. Raises RequestError, with near misses, when there is none,
    BoardError when its file is wrong or it cannot run at that clock.
    """
    name, at, megahertz = name.partition("@")
    if at:
        clock_hz = _hertz(name, megahertz, clock_hz)
    folder = places.folder("boards")
    wanted = name.lower()
    if wanted in names():
        return load_file(folder / f"{wanted}{_SUFFIX}", clock_hz)
    aliases = _aliases(folder)
    if wanted in aliases:
        return load_file(folder / f"{aliases[wanted]}{_SUFFIX}", clock_hz)
    raise RequestError(
        f"There is no board called {name!r}.",
        hint=nearest(wanted, sorted({*names(), *aliases})),
    )


def load_file(path: Path, clock_hz: int | None = None) -> Board:
    """The board that a YAML file describes, named like the file; raises BoardError."""
    document = yaml_file.read(path)
    board = _described(path.name.removesuffix(_SUFFIX), document, str(path), clock_hz)
    if path.resolve().parent == places.folder("boards").resolve():
        return board
    return replace(board, description=path.read_text("utf-8"))


def load_text(name: str, text: str, clock_hz: int | None = None) -> Board:
    """The board of that name that a YAML text describes; raises BoardError."""
    return replace(_described(name, yaml_file.parse(text, name), name, clock_hz), description=text)


def _described(name: str, document: Mapping[str, Any], where: str, clock_hz: int | None) -> Board:
    schema.check(document, where)
    if not _NAME.fullmatch(name):
        raise BoardError(
            f"{name!r} cannot be a board's name, which goes into the firmware: use letters, "
            "digits, dashes and underscores.",
            where=where,
        )
    try:
        return _board(name, document, clock_hz)
    except BoardError as error:
        place = f"{where}:{error.where}" if error.where else where
        raise BoardError(error.message, where=place, hint=error.hint) from error


def _hertz(name: str, megahertz: str, clock_hz: int | None) -> int:
    """The core clock behind the @ of a board's name."""
    if clock_hz is not None:
        raise RequestError("The core clock is given twice.", where=f"{name}@{megahertz}")
    try:
        return round(float(megahertz) * 1_000_000)
    except (ValueError, OverflowError) as error:
        raise RequestError(
            f"{megahertz!r} is no core clock in MHz.",
            where=f"{name}@{megahertz}",
            hint=f"As in {name}@48.",
        ) from error


def _aliases(folder: Path) -> dict[str, str]:
    """Alias -> name. A board file that cannot be read has none."""
    return {
        alias.lower(): name
        for name in names()
        for alias in yaml_file.read(folder / f"{name}{_SUFFIX}").get("aliases", ())
    }


def _board(name: str, document: Mapping[str, Any], clock_hz: int | None) -> Board:
    microcontroller = _part(document["part"])
    console = console_of(document["console"], microcontroller)
    wish = _clock_wish(document["clock"], microcontroller)
    if clock_hz is not None:
        wish = replace(wish, sysclk_hz=clock_hz)
    return Board(
        name=name,
        title=document["title"].strip(),
        aliases=tuple(document.get("aliases", ())),
        part=microcontroller,
        clock_wish=wish,
        clock=solve(wish, microcontroller, console.peripheral, console.baud),
        console=console,
        led=led_of(document.get("led"), microcontroller, console),
        probe=_probe(document["probe"]),
        sources=document.get("sources", {}),
        asked_hz=clock_hz,
    )


def _part(name: str) -> Part:
    try:
        return part(name)
    except BoardError as error:
        raise BoardError(error.message, where="part", hint=error.hint) from error


def _probe(entry: Mapping[str, Any]) -> Probe:
    return Probe(
        kind=entry["kind"],
        openocd_interface=entry["openocd"]["interface"],
        openocd_target=entry["openocd"]["target"],
        jlink_device=entry["jlink"],
        pyocd_target=entry["pyocd"],
        clone_hint=entry.get("clone_hint"),
    )


def _clock_wish(entry: Mapping[str, Any], part: Part) -> ClockWish:
    """The wish; raises BoardError where the supply would have to be guessed.

    The wrong one can leave a part without its supply, out of reach even of a debugger (RM0399,
    "Power supply configurations"), so that where there are two the file must say which it is.
    """
    if "supply" not in entry and len(part.supplies) > 1:
        raise BoardError(
            f"The core of {part.name} is fed by {' or '.join(part.supplies)}, as the board is "
            "wired, and nothing says which.",
            where="clock.supply",
            hint="Say it as the schematic has it (with --mcu: --supply): on an STM32H7 the wrong "
            "one leaves the part dead until it is powered up with BOOT0 high.",
        )
    return ClockWish(**entry)
