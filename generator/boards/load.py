"""Boards by name or from a file of the user's own: YAML in, a solved and checked Board out."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator import places
from generator.boards import schema, yaml_file
from generator.boards.baud import DEFAULT_BAUD
from generator.boards.clock import solve
from generator.boards.facts import Board, ClockWish, Console, Led, Part, Pin, Probe, SerialPin
from generator.boards.part import part
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
    console = _console(document["console"], microcontroller)
    wish = ClockWish(**document["clock"])
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
        led=_led(document.get("led")),
        probe=_probe(document["probe"]),
        sources=document.get("sources", {}),
        asked_hz=clock_hz,
    )


def _part(name: str) -> Part:
    try:
        return part(name)
    except BoardError as error:
        raise BoardError(error.message, where="part", hint=error.hint) from error


def _pin(text: str) -> Pin:
    return Pin(text[1].lower(), int(text[2:]))


def _console(entry: Mapping[str, Any], microcontroller: Part) -> Console:
    peripheral = entry["peripheral"].lower()
    tx = _serial_pin(microcontroller, peripheral, "tx", _pin(entry["tx"]))
    rx = _serial_pin(microcontroller, peripheral, "rx", _pin(entry["rx"]))
    _check_same_group(microcontroller, tx, rx)
    return Console(
        peripheral=peripheral,
        tx=tx.pin,
        rx=rx.pin,
        alternate_function=tx.alternate_function,
        rx_alternate_function=rx.alternate_function,
        remap=tx.remap,
        baud=entry.get("baud", DEFAULT_BAUD),
        via=entry["via"],
    )


def _check_same_group(part: Part, tx: SerialPin, rx: SerialPin) -> None:
    """On the F1 the pins of a port come in groups, of which one is connected at a time."""
    if tx.remap != rx.remap:
        partner = next(
            s.pin
            for s in part.serial_pins
            if (s.peripheral, s.role, s.remap) == (tx.peripheral, "rx", tx.remap)
        )
        raise BoardError(
            f"{tx.pin} and {rx.pin} are pins of {tx.peripheral} from different groups, and "
            "AFIO_MAPR connects one group at a time.",
            where="console.rx",
            hint=f"With {tx.pin} goes {partner}.",
        )


def _serial_pin(part: Part, peripheral: str, role: str, pin: Pin) -> SerialPin:
    """The pin as the part's data has it; raises BoardError where it cannot play that role."""
    ports = sorted({s.peripheral for s in part.serial_pins})
    if peripheral not in ports:
        raise BoardError(
            f"{part.name} has no serial port {peripheral!r}.",
            where="console.peripheral",
            hint=nearest(peripheral, ports),
        )
    fitting = [s for s in part.serial_pins if (s.peripheral, s.role) == (peripheral, role)]
    for candidate in fitting:
        if candidate.pin == pin:
            return candidate
    raise BoardError(
        f"{pin} cannot be {role.upper()} of {peripheral} on {part.name}.",
        where=f"console.{role}",
        hint=f"These can: {', '.join(str(s.pin) for s in fitting)}.",
    )


def _led(entry: Mapping[str, str] | None) -> Led | None:
    return Led(_pin(entry["pin"]), active_low=entry["active"] == "low") if entry else None


def _probe(entry: Mapping[str, Any]) -> Probe:
    return Probe(
        kind=entry["kind"],
        openocd_interface=entry["openocd"]["interface"],
        openocd_target=entry["openocd"]["target"],
        jlink_device=entry["jlink"],
        pyocd_target=entry["pyocd"],
        clone_hint=entry.get("clone_hint"),
    )
