"""STM32F7. Sources: RM0385 (F74x, F75x), RM0410 (F76x, F77x), RM0431 (F72x, F73x)."""

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.families._ports import Usart, bus_port, gpio_ports
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_f7 import FlashF7
from generator.simulator.peripherals.gpio_f4 import GpioF4
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.pwr_f7 import PwrF7
from generator.simulator.peripherals.rcc_f4 import APB1ENR, APB2ENR
from generator.simulator.peripherals.rcc_f7 import RccF7
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.usart_v2 import UsartV2WithoutFifo
from generator.simulator.serial_ports import Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.core_caches import behind_core_caches

_PORTS_ORIGIN = 0x40020000
_PORTS = "abcdefghijk"

_USARTS: dict[str, Usart] = {
    "usart1": (0x40011000, APB2ENR),
    "usart2": (0x40004400, APB1ENR),
    "usart3": (0x40004800, APB1ENR),
    "uart4": (0x40004C00, APB1ENR),
    "uart5": (0x40005000, APB1ENR),
    "usart6": (0x40011400, APB2ENR),
}

_BUS_LIMITS_HZ = (54_000_000, 108_000_000)
"""APB1 and APB2 with over-drive: DS10916, "General operating conditions"."""

_FLASH_ON_ITCM = 0x00200000

_BAND_PERCENT = 15.0
"""The worst of nine networks that others have timed: docs/timing.md, "Networks"."""

_DEVICE_IDS = {"stm32f72": 0x10000452, "stm32f73": 0x10000452, "stm32f74": 0x10010449}
_DEVICE_IDS |= {"stm32f75": 0x10010449, "stm32f76": 0x10010451, "stm32f77": 0x10010451}
"""DBGMCU_IDCODE with a revision that is sold: RM0385, RM0410, RM0431, "MCU device ID code"."""


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccF7(
        system,
        0x40023800,
        crystal=crystal,
        max_hz=part.max_clock_hz,
        bus_limits_hz=_BUS_LIMITS_HZ,
    )
    power = PwrF7(system, 0x40007000, rcc.enabled(APB1ENR, "PWREN"))
    power.pll_on = lambda: rcc.pll_on
    rcc.voltage_allows_hz = lambda: power.highest_hz
    flash = FlashF7(system, 0x40023C00, part.wait_states)
    clocked = {letter: rcc.port_enabled(letter) for letter in _PORTS}
    gpio = gpio_ports(system, GpioF4, _PORTS_ORIGIN, clocked)
    ports = {name: bus_port(rcc, name, usart) for name, usart in _USARTS.items()}
    usarts = serial_ports(system, line, ports, Wiring(board, gpio), UsartV2WithoutFifo)
    identity = Identity(system, 0xE0042000, _DEVICE_IDS.get(part.name[: len("stm32f74")], 0))
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x020, flash_size_at=0x042)
    return Chip(
        peripherals=(rcc, power, flash, *gpio.values(), *usarts, identity),
        io_ranges=((0x40000000, 0x80000), (0x50000000, 0x61000)),
        rom=((0x1FF0F400, own_data),),
        flash_timing=lambda: behind_core_caches(
            part,
            caches_on=system.caches_on(),
            flash_clocks=flash.latency + 1,
            band_percent=_BAND_PERCENT,
            core_per_axi=1,
        ),
        note_software_reset=rcc.note_software_reset,
        flash_alias=_FLASH_ON_ITCM,
        vector_table=_FLASH_ON_ITCM,
    )
