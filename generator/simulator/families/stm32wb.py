"""STM32WB, its Cortex-M4 alone; the second core stays in reset. Source: RM0434."""

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_interface import FlashL4
from generator.simulator.peripherals.gpio_v2 import GpioV2
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.pwr_wb import PwrWb
from generator.simulator.peripherals.rcc_wb import AHB2ENR, APB1ENR2, APB2ENR, CCIPR, RccWb
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.registers import Register
from generator.simulator.serial_ports import SerialPort, Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.cached_flash import cached_flash
from generator.simulator.timing.model import FlashTiming

_PORTS = {
    "a": 0x48000000,
    "b": 0x48000400,
    "c": 0x48000800,
    "d": 0x48000C00,
    "e": 0x48001000,
    "h": 0x48001C00,
}

_USARTS: dict[str, tuple[int, Register]] = {
    "usart1": (0x40013800, APB2ENR),
    "lpuart1": (0x40008000, APB1ENR2),
}

_FLASH_WORD_BYTES = 8
_DATA_CACHE_BYTES = 256
"""A data read that misses fetches one 64-bit flash word, as on the L4, whose accelerator the WB
has: RM0434, "Adaptive real-time memory accelerator"; docs/timing.md, "Flash of the G4 and WB"."""

_BAND_PERCENT = 15.0
"""Not validated against published measurements: docs/timing.md, "Flash of the G4 and WB"."""

_SYSTEM_MEMORY = 0x1FFF7400


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccWb(
        system,
        0x58000000,
        crystal=crystal,
        max_hz=part.max_clock_hz,
    )
    power = PwrWb(system, "PWR", 0x58000400)
    flash = FlashL4(system, 0x58004000, part.wait_states)
    ports = {name: _port(system, rcc, name) for name in _PORTS}
    usarts = {name: _usart(rcc, name) for name in _USARTS}
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x190, flash_size_at=0x1E0)
    return Chip(
        peripherals=(
            *(rcc, power, flash, *ports.values()),
            *serial_ports(system, line, usarts, Wiring(board, ports)),
            Identity(system, 0xE0042000, device_id=0x20016495),
        ),
        io_ranges=((0x40000000, 0x25000), (0x48000000, 0x2000), (0x58000000, 0x5000)),
        rom=((_SYSTEM_MEMORY, own_data),),
        flash_timing=lambda: _flash_timing(flash, board),
        note_software_reset=rcc.note_software_reset,
    )


def _port(system: System, rcc: RccWb, name: str) -> GpioV2:
    letter = name.upper()
    clocked = rcc.enabled(AHB2ENR, f"GPIO{letter}EN")
    return GpioV2(system, f"GPIO{letter}", _PORTS[name], clocked=clocked)


def _usart(rcc: RccWb, name: str) -> SerialPort:
    base, register = _USARTS[name]
    bus_hz = rcc.pclk2_hz if register is APB2ENR else rcc.pclk1_hz
    return SerialPort(
        base,
        clocked=rcc.enabled(register, f"{name.upper()}EN"),
        clock_hz=rcc.kernel_clock(CCIPR, f"{name.upper()}SEL", bus_hz),
    )


def _flash_timing(flash: FlashL4, board: Board) -> FlashTiming:
    cached = bool(flash.field(flash.ACR, "DCEN"))
    return cached_flash(
        board.part.flash,
        wait_states=flash.latency,
        line_bytes=_FLASH_WORD_BYTES,
        instructions_cached=bool(flash.field(flash.ACR, "ICEN")),
        data_lines=_DATA_CACHE_BYTES // _FLASH_WORD_BYTES if cached else 0,
        prefetch=bool(flash.field(flash.ACR, "PRFTEN")),
        band_percent=_BAND_PERCENT,
    )
