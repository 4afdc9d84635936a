"""STM32L4 and L4+. Source: RM0432."""

from generator.boards.facts import Board, Pin
from generator.simulator.chip import Chip
from generator.simulator.families._accelerator import accelerated_flash
from generator.simulator.families._ports import Usart, gpio_ports, port_clocks, selected_port
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_interface import FlashL4
from generator.simulator.peripherals.gpio_v2 import GpioV2
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.pwr_l4 import PwrL4
from generator.simulator.peripherals.rcc_l4 import (
    AHB2ENR,
    APB1ENR1,
    APB1ENR2,
    APB2ENR,
    CCIPR,
    RccL4,
)
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.serial_ports import Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory

_PORTS_ORIGIN = 0x48000000
_PORTS = "abcdefghi"

_FIRST_PIN_ON_VDDIO2 = 2
"""PG2 to PG15 are supplied by VDDIO2: RM0432, section 5.1.2."""

_USARTS: dict[str, Usart] = {
    "usart1": (0x40013800, APB2ENR),
    "usart2": (0x40004400, APB1ENR1),
    "usart3": (0x40004800, APB1ENR1),
    "lpuart1": (0x40008000, APB1ENR2),
}

_BAND_PERCENT = 15.0
"""The worst of twelve networks that others have timed: docs/timing.md, "Networks"."""


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccL4(
        system,
        0x40021000,
        crystal=crystal,
        max_hz=part.max_clock_hz,
    )
    power = PwrL4(system, "PWR", 0x40007000, clocked=rcc.enabled(APB1ENR1, "PWREN"))
    rcc.boosted = lambda: power.boosted
    flash = FlashL4(system, 0x40022000, part.wait_states)
    ports = gpio_ports(system, GpioV2, _PORTS_ORIGIN, port_clocks(rcc, AHB2ENR, _PORTS))
    wiring = Wiring(board, ports, lambda pin: _missing_supply(power, pin))
    usarts = {name: selected_port(rcc, name, usart, CCIPR) for name, usart in _USARTS.items()}
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x190, flash_size_at=0x1E0)
    return Chip(
        peripherals=(
            *(rcc, power, flash, *ports.values()),
            *serial_ports(system, line, usarts, wiring),
            Identity(system, 0xE0042000, device_id=0x10006470),
        ),
        io_ranges=((0x40000000, 0x25000), (0x48000000, 0x2400), (0x50000000, 0x63000)),
        rom=((0x1FFF7400, own_data),),
        flash_timing=lambda: accelerated_flash(flash, part.flash, band_percent=_BAND_PERCENT),
        note_software_reset=rcc.note_software_reset,
    )


def _missing_supply(power: PwrL4, pin: Pin) -> str | None:
    on_second_supply = pin.port == "g" and pin.number >= _FIRST_PIN_ON_VDDIO2
    if on_second_supply and not power.port_g_supplied:
        return f"{pin} has no supply before PWR_CR2.IOSV is set"
    return None
