"""STM32U5 with TrustZone off, at its non-secure addresses. Source: RM0456."""

from generator.boards.facts import Board, Pin
from generator.simulator.chip import Chip
from generator.simulator.families._ports import Usart, gpio_ports, port_clocks
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_u5 import FlashU5, Icache
from generator.simulator.peripherals.gpio_v2 import GpioV2
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.pwr_u5 import PwrU5
from generator.simulator.peripherals.rcc_u5 import (
    AHB2ENR1,
    AHB3ENR,
    APB1ENR1,
    APB2ENR,
    APB3ENR,
    CCIPR1,
    CCIPR3,
    RccU5,
)
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.serial_ports import SerialPort, Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.cached_flash import cached_flash
from generator.simulator.timing.model import FlashTiming

_PORTS_ORIGIN = 0x42020000
_PORTS = "abcdefghi"

_FIRST_PIN_ON_VDDIO2 = 2
"""PG2 to PG15 are supplied by VDDIO2: DS13737, "Power supply schemes"."""

_USARTS: dict[str, Usart] = {
    "usart1": (0x40013800, APB2ENR),
    "usart2": (0x40004400, APB1ENR1),
    "usart3": (0x40004800, APB1ENR1),
    "uart4": (0x40004C00, APB1ENR1),
    "uart5": (0x40005000, APB1ENR1),
    "lpuart1": (0x46002400, APB3ENR),
}

_CACHE_LINE_BYTES = 16
_CACHE_LINES_FOR_DATA = 448
"""Of 512 in all: RM0456, section 8.3; the loops of a network take the others, about 1 KiB. Code and
data in flash lie on the same bus, so that the cache holds both."""

_BAND_PERCENT = 8.0
"""The worst of seventeen networks that others have timed: docs/timing.md, "Networks"."""

_SYSTEM_MEMORY = 0x0BFA0400


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccU5(
        system,
        0x46020C00,
        crystal=crystal,
        max_hz=part.max_clock_hz,
    )
    power = PwrU5(system, "PWR", 0x46020800, clocked=rcc.enabled(AHB3ENR, "PWREN"))
    rcc.highest_hz = power.highest_hz
    power.booster_hz = rcc.booster_hz
    flash, cache = FlashU5(system, 0x40022000, part.wait_states), Icache(system, 0x40030400)
    ports = gpio_ports(system, GpioV2, _PORTS_ORIGIN, port_clocks(rcc, AHB2ENR1, _PORTS))
    usarts = {name: _usart(rcc, name) for name in _USARTS}
    wiring = Wiring(board, ports, lambda pin: _missing_supply(power, pin))
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x300, flash_size_at=0x3A0)
    return Chip(
        peripherals=(
            *(rcc, power, flash, cache, *ports.values()),
            *serial_ports(system, line, usarts, wiring),
            Identity(system, 0xE0044000, device_id=0x30016482),
        ),
        io_ranges=((0x40000000, 0x34000), (0x42020000, 0xB5000), (0x46000000, 0x26000)),
        rom=((_SYSTEM_MEMORY, own_data),),
        flash_timing=lambda: _flash_timing(flash, cache, board),
        note_software_reset=rcc.note_software_reset,
        flash_alias=None,
        vector_table=part.flash.origin,
    )


def _usart(rcc: RccU5, name: str) -> SerialPort:
    base, register = _USARTS[name]
    buses_hz = {"APB2ENR": rcc.pclk2_hz, "APB3ENR": rcc.pclk3_hz}
    bus_hz = buses_hz.get(register.name, rcc.pclk1_hz)
    selector = CCIPR3 if register is APB3ENR else CCIPR1
    return SerialPort(
        base,
        clocked=rcc.enabled(register, f"{name.upper()}EN"),
        clock_hz=rcc.kernel_clock(selector, f"{name.upper()}SEL", bus_hz),
    )


def _missing_supply(power: PwrU5, pin: Pin) -> str | None:
    on_second_supply = pin.port == "g" and pin.number >= _FIRST_PIN_ON_VDDIO2
    if on_second_supply and not power.port_g_supplied:
        return f"{pin} has no supply before PWR_SVMCR.IO2SV is set"
    return None


def _flash_timing(flash: FlashU5, cache: Icache, board: Board) -> FlashTiming:
    return cached_flash(
        board.part.flash,
        wait_states=flash.latency,
        line_bytes=_CACHE_LINE_BYTES,
        instructions_cached=cache.enabled,
        data_lines=_CACHE_LINES_FOR_DATA if cache.enabled else 0,
        prefetch=bool(flash.field(flash.ACR, "PRFTEN")),
        band_percent=_BAND_PERCENT,
    )
