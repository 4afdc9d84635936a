"""The board side of the generated project: startup, clock, console, counters, linker script.

Every template of `templates/families/common/` becomes a file in `board/`, and every one of
`templates/families/<family>/`, which takes precedence. Names with an underscore are pieces that
other templates include.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import places
from generator.boards.baud import divider
from generator.boards.candidate import mhz
from generator.boards.clock import tree
from generator.boards.facts import Board, Clock, Part
from generator.boards.placement import Placement, place
from generator.discover import file_names
from generator.errors import BoardError, nearest
from generator.render.environment import render
from generator.targets import target

_SUFFIX = ".j2"


@dataclass(frozen=True)
class _Setting:
    """A clock as the firmware's table of settings holds it."""

    clock: Clock
    source: str
    summary: str
    brr: int
    brr_comment: str


@dataclass(frozen=True)
class _Poll:
    """How often a register is looked at before giving up. cycles: the least that a look takes."""

    cycles: int
    count: int
    clock: str


@dataclass(frozen=True)
class _ConsoleNames:
    """The names of the console's registers and interrupt in the C code."""

    enable: str
    interrupt: int
    interrupt_name: str
    handler: str


def render_board(
    board: Board, *, min_stack_bytes: int, model_name: str, placement: Placement | None = None
) -> dict[str, str]:
    """The files of `board/`, path -> text; equal boards give equal bytes.

    min_stack_bytes: the linker refuses to leave the stack less than this.
    placement: which RAM holds what; by default that of a small model.
    Raises BoardError for a family without templates.
    """
    values = _values(board) | {
        "min_stack_bytes": min_stack_bytes,
        "model_name": model_name,
        "placement": placement or place(board.part, (0,), min_stack_bytes),
    }
    files = {
        f"board/{name}": render(f"{folder}/{name}{_SUFFIX}", **values)
        for folder in ("families/common", _family_folder(board.part))
        for name in _file_names(folder)
    }
    files["board/linker.ld"] = render("linker.ld.j2", **values)
    return dict(sorted(files.items()))


def _family_folder(part: Part) -> str:
    families = places.folder("templates") / "families"
    known = sorted(f.name for f in families.iterdir() if f.is_dir() and f.name != "common")
    if part.family not in known:
        raise BoardError(
            f"There are no templates for the chip family of {part.name}.",
            where=part.family,
            hint=nearest(part.family, known),
        )
    return f"families/{part.family}"


def _file_names(folder: str) -> list[str]:
    names = file_names(places.folder("templates") / folder, _SUFFIX)
    return [name for name in names if not name.startswith("_")]


def _values(board: Board) -> dict[str, object]:
    """All that the templates read."""
    return {
        "board": board,
        "part": board.part,
        "target": target(board.part.core),
        "core_name": _core_name(board.part.core),
        "settings": list(_settings(board)),
        "console": _console_names(board),
        "ports": _ports(board),
        "exceptions": _exceptions(board.part),
        "dwt_wrap_seconds": round(2**32 / board.clock.hclk_hz, 1),
        "hclk_mhz": mhz(board.clock.hclk_hz),
        "poll": _poll(board.part),
    }


def _poll(part: Part) -> _Poll:
    """Twenty milliseconds of polling at the clock after reset, which is what a wait begins at."""
    cycles = 4 if part.core == "cortex-m7" else 8
    reset_hz = max(tree(part.family).AFTER_RESET.sysclk_hz, 8_000_000)
    return _Poll(cycles, reset_hz // cycles // 50, mhz(reset_hz))


def _core_name(core: str) -> str:
    return core.replace("cortex-m", "Cortex-M").replace("plus", "+")


def _settings(board: Board) -> Iterator[_Setting]:
    """The wished clock first, then its fall-backs."""
    clock: Clock | None = board.clock
    trouble = ""
    while clock is not None:
        yield _setting(clock, clock.recipe + trouble, board)
        trouble = _trouble(clock)
        clock = clock.fallback


def _trouble(clock: Clock) -> str:
    """Why the setting after this one was needed, as the boot line says it."""
    return f": {clock.recipe} did not start"


def _setting(clock: Clock, source: str, board: Board) -> _Setting:
    console = board.console
    baud = divider(console.peripheral, clock.usart_hz, console.baud)
    scale = "256 * " if console.peripheral.startswith("lpuart") else ""
    return _Setting(
        clock=clock,
        source=source,
        summary=f"Core {mhz(clock.hclk_hz)}, APB1 {mhz(clock.pclk1_hz)}, "
        f"APB2 {mhz(clock.pclk2_hz)}.",
        brr=baud.brr,
        brr_comment=f"{scale}{mhz(clock.usart_hz)} / {console.baud}, {float(baud.error):+.2%}",
    )


def _console_names(board: Board) -> _ConsoleNames:
    peripheral = board.console.peripheral
    number, name = _interrupt(board.part, peripheral)
    return _ConsoleNames(
        enable=tree(board.part.family).CONSOLES[peripheral],
        interrupt=number,
        interrupt_name=name,
        handler=f"{name}_IRQHandler",
    )


def _interrupt(part: Part, peripheral: str) -> tuple[int, str]:
    """The interrupt of a serial port: some parts share one: "USART3_4_LPUART1"."""
    whole_word = re.compile(rf"(^|_){peripheral}(_|$)", re.IGNORECASE)
    for number, name in enumerate(part.interrupts):
        if name and whole_word.search(name):
            return number, name
    raise BoardError(f"{part.name} has no interrupt for {peripheral}.", where="console.peripheral")


def _ports(board: Board) -> list[str]:
    """The letters of the ports in use."""
    pins = [board.console.tx, board.console.rx] + ([board.led.pin] if board.led else [])
    return sorted({pin.port.upper() for pin in pins})


def _exceptions(part: Part) -> list[str | None]:
    """The core's own vectors 1 to 15; ARMv6-M has fewer (B1.5 of both architecture manuals)."""
    if not target(part.core).thumb2:
        return [*("Reset", "NMI", "HardFault"), *[None] * 7, "SVC", None, None, "PendSV", "SysTick"]
    faults = ("Reset", "NMI", "HardFault", "MemManage", "BusFault", "UsageFault")
    return [*faults, *[None] * 4, "SVC", "DebugMon", None, "PendSV", "SysTick"]
