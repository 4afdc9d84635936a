"""STM32F0 with the peripherals of the F07x. Source: RM0091."""

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.counting import HUNDREDTHS, DataFlash
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_v6m import FlashF0
from generator.simulator.peripherals.gpio_v6m import GpioF0
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.rcc_f0 import AHBENR, APB1ENR, APB2ENR, CFGR3, RccF0
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.usart_v2 import UsartV2WithoutFifo
from generator.simulator.registers import Register
from generator.simulator.serial_ports import SerialPort, Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming

_PORTS_BASE = 0x48000000
_PORT_SIZE = 0x400
_PORTS = "abcdef"

_USARTS: dict[str, tuple[int, Register, str | None]] = {
    "usart1": (0x40013800, APB2ENR, "USART1SW"),
    "usart2": (0x40004400, APB1ENR, "USART2SW"),
    "usart3": (0x40004800, APB1ENR, None),
}

_DEVICE_IDS = {"stm32f04": 0x445, "stm32f07": 0x448, "stm32f09": 0x442}
"""DBGMCU_IDCODE without the revision: RM0091, "MCU device ID code"."""

_LARGE_PAGES = ("stm32f07", "stm32f09")
"""With pages of 2 KiB instead of 1: RM0091, section 3.2.1."""

_BAND_PERCENT = 20.0
"""Not compared with a board: docs/timing.md, "Flash of the F0 and G0"."""


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccF0(
        system,
        0x40021000,
        crystal=crystal,
        max_hz=part.max_clock_hz,
    )
    page_bytes = 2048 if part.name.startswith(_LARGE_PAGES) else 1024
    flash = FlashF0(system, 0x40022000, part.wait_states, part.flash, page_bytes)
    gpio = {name: _gpio(system, rcc, name) for name in _PORTS}
    ports = {name: _usart(rcc, name) for name in _USARTS}
    usarts = serial_ports(system, line, ports, Wiring(board, gpio), UsartV2WithoutFifo)
    identity = Identity(system, 0x40015800, _DEVICE_IDS.get(part.name[: len("stm32f07")], 0))
    return Chip(
        peripherals=(rcc, flash, *gpio.values(), *usarts, identity),
        io_ranges=((0x40000000, 0x25000), (0x48000000, 0x1800)),
        rom=((0x1FFFF400, _system_memory(part.flash.size_bytes)),),
        flash_timing=lambda: _flash_timing(flash, board),
        note_software_reset=rcc.note_software_reset,
    )


def _gpio(system: System, rcc: RccF0, name: str) -> GpioF0:
    letter = name.upper()
    base = _PORTS_BASE + _PORT_SIZE * _PORTS.index(name)
    return GpioF0(system, f"GPIO{letter}", base, clocked=rcc.enabled(AHBENR, f"IOP{letter}EN"))


def _usart(rcc: RccF0, name: str) -> SerialPort:
    base, register, selector = _USARTS[name]
    return SerialPort(
        base,
        clocked=rcc.enabled(register, f"{name.upper()}EN"),
        clock_hz=rcc.pclk1_hz
        if selector is None
        else rcc.kernel_clock(CFGR3, selector, rcc.pclk1_hz),
    )


def _flash_timing(flash: FlashF0, board: Board) -> FlashTiming:
    wait_states = flash.latency
    memory = board.part.flash
    return FlashTiming(
        data=DataFlash((memory.origin, 0), memory.size_bytes, HUNDREDTHS * wait_states),
        fetch=Fetch(wait_states, prefetch=bool(flash.field(flash.ACR, "PRFTBE"))),
        band_percent=_BAND_PERCENT if wait_states else 0.0,
    )


def _system_memory(flash_bytes: int) -> bytes:
    """The device's own data, blank but for the flash size and a made-up unique id."""
    content = bytearray(b"\xff" * 0xC00)
    content[0x3AC:0x3B8] = b"simulated\x00\x00\x01"
    content[0x3CC:0x3CE] = (flash_bytes // 1024).to_bytes(2, "little")
    return bytes(content)
