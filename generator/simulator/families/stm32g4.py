"""STM32G4. Source: RM0440."""

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.families._accelerator import accelerated_flash
from generator.simulator.families._ports import Usart, gpio_ports, port_clocks, selected_port
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_g4 import FlashG4
from generator.simulator.peripherals.gpio_v2 import GpioV2
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.pwr_g4 import PwrG4
from generator.simulator.peripherals.rcc_g4 import (
    AHB2ENR,
    APB1ENR1,
    APB1ENR2,
    APB2ENR,
    CCIPR,
    RccG4,
)
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.serial_ports import Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory

_PORTS_ORIGIN = 0x48000000
_PORTS = "abcdefg"

_USARTS: dict[str, Usart] = {
    "usart1": (0x40013800, APB2ENR),
    "usart2": (0x40004400, APB1ENR1),
    "usart3": (0x40004800, APB1ENR1),
    "uart4": (0x40004C00, APB1ENR1),
    "uart5": (0x40005000, APB1ENR1),
    "lpuart1": (0x40008000, APB1ENR2),
}

_BAND_PERCENT = 15.0
"""Not validated against published measurements: docs/timing.md, "Flash of the G4 and WB"."""

_SYSTEM_MEMORY = 0x1FFF7400

# DBGMCU_IDCODE: the device id in the low half, a revision that is sold in the high half. RM0440,
# "DBGMCU device ID code register".
_DEVICE_IDS = {"7": 0x20036469, "8": 0x20036469, "3": 0x20036468, "4": 0x20036468}
_DEVICE_IDS |= {"9": 0x10006479, "a": 0x10006479}


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccG4(
        system,
        0x40021000,
        crystal=crystal,
        max_hz=part.max_clock_hz,
    )
    power = PwrG4(system, "PWR", 0x40007000, clocked=rcc.enabled(APB1ENR1, "PWREN"))
    rcc.boosted = lambda: power.boosted
    flash = FlashG4(system, 0x40022000, part.wait_states)
    ports = gpio_ports(system, GpioV2, _PORTS_ORIGIN, port_clocks(rcc, AHB2ENR, _PORTS))
    usarts = {name: selected_port(rcc, name, usart, CCIPR) for name, usart in _USARTS.items()}
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x190, flash_size_at=0x1E0)
    return Chip(
        peripherals=(
            *(rcc, power, flash, *ports.values()),
            *serial_ports(system, line, usarts, Wiring(board, ports)),
            Identity(system, 0xE0042000, _DEVICE_IDS.get(part.name[len("stm32g4")], 0)),
        ),
        io_ranges=((0x40000000, 0x25000), (0x48000000, 0x2000), (0x50000000, 0x61000)),
        rom=((_SYSTEM_MEMORY, own_data),),
        flash_timing=lambda: accelerated_flash(flash, part.flash, band_percent=_BAND_PERCENT),
        note_software_reset=rcc.note_software_reset,
    )
