"""STM32F4. Sources: RM0368 (F401), RM0383 (F411), RM0390 (F446), RM0090 (F405 to F439)."""

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.families._accelerator import accelerated_flash
from generator.simulator.families._ports import Usart, bus_port, gpio_ports, port_clocks
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_f4 import FlashF4
from generator.simulator.peripherals.gpio_f4 import GpioF4
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.pwr_f4 import power_control
from generator.simulator.peripherals.rcc_f4 import AHB1ENR, APB1ENR, APB2ENR, RccF4
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.usart_v1 import UsartV1
from generator.simulator.serial_ports import Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory

_PORTS_ORIGIN = 0x40020000
_PORTS = "abcdefgh"

_USARTS: dict[str, Usart] = {
    "usart1": (0x40011000, APB2ENR),
    "usart2": (0x40004400, APB1ENR),
    "usart3": (0x40004800, APB1ENR),
    "uart4": (0x40004C00, APB1ENR),
    "uart5": (0x40005000, APB1ENR),
    "usart6": (0x40011400, APB2ENR),
}

# The most that APB1 and APB2 may run at, by the part's maximum: the data sheets' "General operating
# conditions" (DS9716, DS10314, DS8626, DS10693).
_BUS_LIMITS_HZ = {
    84_000_000: (42_000_000, 84_000_000),
    100_000_000: (50_000_000, 100_000_000),
    168_000_000: (42_000_000, 84_000_000),
    180_000_000: (45_000_000, 90_000_000),
}

_FLASH_WORD_BYTES = 16
_DATA_CACHE_LINES = 8
"""The ART accelerator reads 128 bits at once and keeps eight of them for data: RM0090, 3.5.2."""

_BAND_PERCENT = 15.0
"""Not validated against published measurements: docs/timing.md, "Flash of the F4"."""

# DBGMCU_IDCODE: the device id in the low half, a revision that is sold in the high half. RM0368,
# RM0383, RM0090 and RM0390, "MCU device ID code".
_DEVICE_IDS = {"01": 0x10016423, "11": 0x10006431, "05": 0x10076413, "07": 0x10076413}
_DEVICE_IDS |= {"46": 0x10006421}


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccF4(
        system,
        0x40023800,
        crystal=crystal,
        max_hz=part.max_clock_hz,
        bus_limits_hz=_BUS_LIMITS_HZ[part.max_clock_hz],
    )
    power = power_control(part.name)(system, 0x40007000, rcc.enabled(APB1ENR, "PWREN"))
    power.pll_on = lambda: rcc.pll_on
    rcc.voltage_allows_hz = lambda: power.highest_hz
    flash = FlashF4(system, 0x40023C00, part.wait_states)
    ports = gpio_ports(system, GpioF4, _PORTS_ORIGIN, port_clocks(rcc, AHB1ENR, _PORTS))
    usarts = {name: bus_port(rcc, name, usart) for name, usart in _USARTS.items()}
    wired = serial_ports(system, line, usarts, Wiring(board, ports), UsartV1)
    identity = Identity(system, 0xE0042000, _DEVICE_IDS.get(part.name[7:9], 0))
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x210, flash_size_at=0x222)
    return Chip(
        peripherals=(rcc, power, flash, *ports.values(), *wired, identity),
        io_ranges=((0x40000000, 0x80000), (0x50000000, 0x61000)),
        rom=((0x1FFF7800, own_data),),
        flash_timing=lambda: accelerated_flash(
            flash,
            part.flash,
            band_percent=_BAND_PERCENT,
            line_bytes=_FLASH_WORD_BYTES,
            data_lines=_DATA_CACHE_LINES,
        ),
        note_software_reset=rcc.note_software_reset,
    )
