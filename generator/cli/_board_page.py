"""One board on a page: what it is, its memory map, clocks, wiring, and where that is read."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table

from generator.boards.baud import divider
from generator.boards.candidate import mhz
from generator.boards.facts import Board, Clock, Console, Memory

_KIB = 1024


def render(board: Board) -> RenderableType:
    """The page for people."""
    return Group(
        Panel(_head(board), title=board.name, expand=False),
        _memories(board),
        _clocks(board),
        _wiring(board),
        _sources(board),
    )


def facts(board: Board) -> dict[str, Any]:
    """The same for programs."""
    part = board.part
    return {
        "name": board.name,
        "title": board.title,
        "aliases": list(board.aliases),
        "part": part.name,
        "core": part.core,
        "fpu": part.fpu,
        "flash_bytes": part.flash.size_bytes,
        "ram_bytes": part.ram_bytes,
        "memories": [asdict(memory) for memory in part.memories],
        "clocks": [_clock_facts(clock) for clock in _all_clocks(board.clock)],
        "console": asdict(board.console),
        "led": None if board.led is None else asdict(board.led),
        "probe": asdict(board.probe),
        "sources": dict(board.sources),
    }


def _head(board: Board) -> Table:
    part = board.part
    grid = _grid()
    grid.add_row("board", board.title)
    grid.add_row("also called", ", ".join(board.aliases) or "-")
    grid.add_row("part", f"{part.name}, {part.core}{f' with {part.fpu}' if part.fpu else ''}")
    flash, ram = part.flash.size_bytes // _KIB, part.ram_bytes // _KIB
    grid.add_row("memory", f"{flash:,} KiB flash, {ram:,} KiB RAM")
    grid.add_row("clock", f"{mhz(board.clock.hclk_hz)} of at most {mhz(part.max_clock_hz)}")
    return grid


def _memories(board: Board) -> Table:
    table = Table("memory", "from", "to", "KiB", "", title="Memory map", title_justify="left")
    table.columns[3].justify = "right"
    for memory in sorted(board.part.memories, key=lambda m: m.origin):
        table.add_row(
            memory.name,
            f"0x{memory.origin:08X}",
            f"0x{memory.end - 1:08X}",
            f"{memory.size_bytes // _KIB:,}",
            ", ".join(_limits(memory)),
        )
    return table


def _limits(memory: Memory) -> Iterator[str]:
    if memory.kind == "ram" and not memory.executable:
        yield "data only"
    if not memory.dma:
        yield "no DMA"


def _clocks(board: Board) -> Table:
    table = Table("clock", "core", "APB1", "APB2", "flash wait states", "console")
    table.title, table.title_justify = "Clock, then what the firmware falls back to", "left"
    for clock in _all_clocks(board.clock):
        baud = divider(board.console.peripheral, clock.usart_hz, board.console.baud)
        table.add_row(
            clock.recipe,
            mhz(clock.hclk_hz),
            mhz(clock.pclk1_hz),
            mhz(clock.pclk2_hz),
            str(clock.wait_states),
            f"{float(baud.error):+.2%} baud" if baud.usable else "out of reach",
        )
    return table


def _all_clocks(clock: Clock) -> Iterator[Clock]:
    """The clock and its fall-backs."""
    yield clock
    if clock.fallback is not None:
        yield from _all_clocks(clock.fallback)


def _clock_facts(clock: Clock) -> dict[str, Any]:
    plain = asdict(clock)
    del plain["fallback"], plain["registers"]
    return plain


def _wiring(board: Board) -> Table:
    console, led = board.console, board.led
    grid = _grid("Wiring")
    grid.add_row("console", f"{console.peripheral.upper()}, {console.baud} baud, 8N1")
    grid.add_row("board sends on", _pin(str(console.tx), console.alternate_function))
    grid.add_row("board hears on", _pin(str(console.rx), console.rx_alternate_function))
    grid.add_row("reached by", _reach(console))
    if led is not None:
        grid.add_row("LED", f"{led.pin}, lit when {'low' if led.active_low else 'high'}")
    probe = board.probe
    grid.add_row(
        "probe", f"{probe.kind}; OpenOCD {probe.openocd_target}, pyOCD {probe.pyocd_target}"
    )
    if probe.clone_hint:
        grid.add_row("", probe.clone_hint)
    return grid


def _pin(pin: str, alternate_function: int | None) -> str:
    return pin if alternate_function is None else f"{pin}, alternate function {alternate_function}"


def _reach(console: Console) -> str:
    if console.via == "stlink":
        return "the ST-LINK's USB cable"
    return f"a 3.3 V USB-UART adapter: its RX to {console.tx}, its TX to {console.rx}, and ground"


def _sources(board: Board) -> Table:
    grid = _grid("Sources")
    for key, source in board.sources.items():
        grid.add_row(key, source)
    return grid


def _grid(title: str | None = None) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.title, grid.title_justify = title, "left"
    grid.add_column(style="bold")
    grid.add_column()
    return grid
