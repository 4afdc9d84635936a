"""STM32WB, its Cortex-M4 alone; the second core stays in reset. Source: RM0434."""

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.families._accelerator import accelerated_flash
from generator.simulator.families._ports import Usart, gpio_ports, port_clocks, selected_port
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_interface import FlashL4
from generator.simulator.peripherals.gpio_v2 import GpioV2
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.pwr_wb import PwrWb
from generator.simulator.peripherals.rcc_wb import AHB2ENR, APB1ENR2, APB2ENR, CCIPR, RccWb
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.serial_ports import Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory

_PORTS_ORIGIN = 0x48000000
_PORTS = "abcdeh"

_USARTS: dict[str, Usart] = {
    "usart1": (0x40013800, APB2ENR),
    "lpuart1": (0x40008000, APB1ENR2),
}

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
    ports = gpio_ports(system, GpioV2, _PORTS_ORIGIN, port_clocks(rcc, AHB2ENR, _PORTS))
    usarts = {name: selected_port(rcc, name, usart, CCIPR) for name, usart in _USARTS.items()}
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x190, flash_size_at=0x1E0)
    return Chip(
        peripherals=(
            *(rcc, power, flash, *ports.values()),
            *serial_ports(system, line, usarts, Wiring(board, ports)),
            Identity(system, 0xE0042000, device_id=0x20016495),
        ),
        io_ranges=((0x40000000, 0x25000), (0x48000000, 0x2000), (0x58000000, 0x5000)),
        rom=((_SYSTEM_MEMORY, own_data),),
        flash_timing=lambda: accelerated_flash(flash, part.flash, band_percent=_BAND_PERCENT),
        note_software_reset=rcc.note_software_reset,
    )
