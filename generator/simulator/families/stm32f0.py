"""STM32F0 with the peripherals of the F07x. Source: RM0091."""

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.families._armv6m import Usart, flash_timing, serial_port
from generator.simulator.families._ports import gpio_ports, port_clocks
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_v6m import FlashF0
from generator.simulator.peripherals.gpio_v6m import GpioF0
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.rcc_f0 import AHBENR, APB1ENR, APB2ENR, CFGR3, RccF0
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.usart_v2 import UsartV2WithoutFifo
from generator.simulator.serial_ports import Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.fetch import Fetch

_PORTS_ORIGIN = 0x48000000
_PORTS = "abcdef"

_USARTS: dict[str, Usart] = {
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
    clocked = port_clocks(rcc, AHBENR, _PORTS, prefix="IOP")
    gpio = gpio_ports(system, GpioF0, _PORTS_ORIGIN, clocked)
    ports = {n: serial_port(rcc, n, usart, CFGR3) for n, usart in _USARTS.items()}
    usarts = serial_ports(system, line, ports, Wiring(board, gpio), UsartV2WithoutFifo)
    identity = Identity(system, 0x40015800, _DEVICE_IDS.get(part.name[: len("stm32f07")], 0))
    own_data = system_memory(
        part.flash.size_bytes, unique_id_at=0x3AC, flash_size_at=0x3CC, size_bytes=0xC00
    )
    return Chip(
        peripherals=(rcc, flash, *gpio.values(), *usarts, identity),
        io_ranges=((0x40000000, 0x25000), (0x48000000, 0x1800)),
        rom=((0x1FFFF400, own_data),),
        flash_timing=lambda: flash_timing(
            part.flash, flash.latency, fetch=_fetch(flash), band_percent=_BAND_PERCENT
        ),
        note_software_reset=rcc.note_software_reset,
    )


def _fetch(flash: FlashF0) -> Fetch:
    return Fetch(flash.latency, prefetch=bool(flash.field(flash.ACR, "PRFTBE")))
