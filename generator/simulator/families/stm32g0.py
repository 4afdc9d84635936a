"""STM32G0 with the peripherals of the G071. Source: RM0444."""

from generator.boards.facts import Board, Pin
from generator.simulator.chip import Chip
from generator.simulator.families._armv6m import Usart, flash_timing, serial_port
from generator.simulator.families._ports import gpio_ports, port_clocks
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_v6m import FlashG0
from generator.simulator.peripherals.gpio_v6m import GpioG0
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.rcc_g0 import APBENR1, APBENR2, CCIPR, IOPENR, RccG0
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.syscfg_g0 import SyscfgG0
from generator.simulator.serial_ports import Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.fetch import Fetch

_PORTS_ORIGIN = 0x50000000
_PORTS = "abcdf"

_USARTS: dict[str, Usart] = {
    "usart1": (0x40013800, APBENR2, "USART1SEL"),
    "usart2": (0x40004400, APBENR1, "USART2SEL"),
    "usart3": (0x40004800, APBENR1, None),
    "lpuart1": (0x40008000, APBENR1, "LPUART1SEL"),
}

_DEVICE_ID = 0x460
"""DBG_IDCODE of the G07x and G08x without the revision: RM0444, "MCU device ID code"."""

_CACHED_LINES = 2
"""Of 64 bits each: RM0444, "Embedded flash memory", instruction cache."""

_BAND_PERCENT = 6.0
"""The worst of eight networks that others have timed: docs/timing.md, "Networks"."""


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccG0(
        system,
        0x40021000,
        crystal=crystal,
        max_hz=part.max_clock_hz,
    )
    flash = FlashG0(system, 0x40022000, part.wait_states)
    clocked = port_clocks(rcc, IOPENR, _PORTS, prefix="IOP")
    gpio = gpio_ports(system, GpioG0, _PORTS_ORIGIN, clocked)
    ports = {n: serial_port(rcc, n, usart, CCIPR) for n, usart in _USARTS.items()}
    syscfg = SyscfgG0(system, "SYSCFG", 0x40010000, clocked=rcc.enabled(APBENR2, "SYSCFGEN"))
    wiring = Wiring(board, gpio, lambda pin: _hidden(board, syscfg, pin))
    usarts = serial_ports(system, line, ports, wiring)
    identity = Identity(system, 0x40015800, _DEVICE_ID)
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x190, flash_size_at=0x1E0)
    return Chip(
        peripherals=(rcc, flash, *gpio.values(), syscfg, *usarts, identity),
        io_ranges=((0x40000000, 0x27000), (0x50000000, 0x1800)),
        rom=((0x1FFF7400, own_data),),
        flash_timing=lambda: flash_timing(
            part.flash, flash.latency, fetch=_fetch(flash), band_percent=_BAND_PERCENT
        ),
        note_software_reset=rcc.note_software_reset,
    )


def _fetch(flash: FlashG0) -> Fetch:
    cached = _CACHED_LINES if flash.field(flash.ACR, "ICEN") else 0
    return Fetch(
        flash.latency, prefetch=bool(flash.field(flash.ACR, "PRFTEN")), cached_lines=cached
    )


def _hidden(board: Board, syscfg: SyscfgG0, pin: Pin) -> str | None:
    usual = board.part.swapped_pins.get(pin)
    if usual is None or not syscfg.hidden(usual):
        return None
    return f"{pin} is hidden behind {usual} (SYSCFG_CFGR1)"
