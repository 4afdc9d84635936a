"""STM32H72x to H75x, their Cortex-M7. Sources: RM0433 (H743), RM0468 (H723), RM0399 (H747)."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.boards.facts import Board
from generator.simulator.chip import Chip
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_h7 import FlashH7, FlashH723
from generator.simulator.peripherals.gpio_h7 import GpioH7
from generator.simulator.peripherals.pwr_h7 import PwrH7
from generator.simulator.peripherals.rcc_h7 import (
    APB1LENR,
    APB2ENR,
    APB4ENR,
    Limits,
    RccH7,
)
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.syscfg_h7 import SyscfgH7
from generator.simulator.registers import Register
from generator.simulator.serial_ports import SerialPort, Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.core_caches import behind_core_caches

_PORTS_BASE = 0x58020000
_PORT_SIZE = 0x400

_USARTS: dict[str, tuple[int, Register]] = {
    "usart1": (0x40011000, APB2ENR),
    "usart2": (0x40004400, APB1LENR),
    "usart3": (0x40004800, APB1LENR),
    "uart4": (0x40004C00, APB1LENR),
    "uart5": (0x40005000, APB1LENR),
    "usart6": (0x40011400, APB2ENR),
    "lpuart1": (0x58000C00, APB4ENR),
}


@dataclass(frozen=True)
class _Line:
    """What differs between the lines. limits: by core voltage, VOS0 to VOS3. ports: letters."""

    ports: str
    limits: tuple[Limits, ...]
    vco_hz: tuple[int, int]
    codes_vos0: bool


_H743 = _Line(
    "abcdefghijk",
    (
        Limits(480_000_000, 240_000_000, 120_000_000),
        Limits(400_000_000, 200_000_000, 100_000_000),
        Limits(300_000_000, 150_000_000, 75_000_000),
        Limits(200_000_000, 100_000_000, 50_000_000),
    ),
    (192_000_000, 960_000_000),
    codes_vos0=False,
)
"""DS12110, "General operating conditions" and "PLL characteristics", revision V. The buses of
VOS3 are faster after reset than this allows for the APB, as HSI drives them undivided at 64 MHz."""

_H723 = _Line(
    "abcdefghjk",
    (
        Limits(550_000_000, 275_000_000, 137_500_000),
        Limits(400_000_000, 200_000_000, 100_000_000),
        Limits(300_000_000, 150_000_000, 75_000_000),
        Limits(170_000_000, 85_000_000, 42_500_000),
    ),
    (192_000_000, 836_000_000),
    codes_vos0=True,
)
"""DS13313, the same tables."""

_IO_RANGES = (
    (0x40000000, 0x30000),
    (0x48020000, 0x10000),
    (0x50000000, 0x10000),
    (0x51000000, 0x10000),
    (0x52000000, 0x10000),
    (0x58000000, 0x30000),
)
"""RM0433, "Memory organization": D2 with its APBs and AHB1, AHB2, then D1 and D3."""

_BOOST_ABOVE_HZ = 520_000_000

_BAND_PERCENT = 15.0
"""The worst network that others have timed on an H7A3: docs/timing.md, "Networks"."""


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line.

    The option byte CPUFREQ_BOOST of an H723 is taken to be set where the board wishes for a clock
    that needs it.
    """
    part = board.part
    kind = _H723 if part.name.startswith(("stm32h72", "stm32h73")) else _H743
    wish = board.clock_wish
    rcc = RccH7(
        system,
        0x58024400,
        crystal=crystal,
        vco_hz=kind.vco_hz,
    )
    power = PwrH7(system, 0x58024800, wired=wish.supply, codes_vos0=kind.codes_vos0)
    rcc.limits = lambda: kind.limits[power.scale]
    flash = _flash(system, board, rcc)
    ports = {name: _port(system, rcc, name) for name in kind.ports}
    usarts = serial_ports(
        system, line, {name: _usart(rcc, name) for name in _USARTS}, Wiring(board, ports)
    )
    syscfg = () if kind.codes_vos0 else (_syscfg(system, rcc, power),)
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x000, flash_size_at=0x080)
    return Chip(
        peripherals=(rcc, power, flash, *syscfg, *ports.values(), *usarts),
        io_ranges=_IO_RANGES,
        rom=((0x1FF1E800, own_data),),
        flash_timing=lambda: behind_core_caches(
            part,
            caches_on=system.caches_on(),
            flash_clocks=flash.latency + 1,
            band_percent=_BAND_PERCENT,
            core_per_axi=max(1, rcc.core_hz() // max(rcc.axi_hz(), 1)),
        ),
        note_software_reset=rcc.note_software_reset,
        flash_alias=None,
        vector_table=part.flash.origin,
    )


def _flash(system: System, board: Board, rcc: RccH7) -> FlashH7:
    part = board.part
    if not part.name.startswith(("stm32h72", "stm32h73")):
        return FlashH7(system, 0x52002000, part.wait_states, rcc.axi_hz)
    boost = board.clock_wish.sysclk_hz > _BOOST_ABOVE_HZ
    return FlashH723(system, 0x52002000, part.wait_states, rcc.axi_hz, boost=boost)


def _syscfg(system: System, rcc: RccH7, power: PwrH7) -> SyscfgH7:
    clocked = rcc.enabled(APB4ENR, "SYSCFGEN")
    return SyscfgH7(system, 0x58000400, clocked=clocked, set_oden=power.set_oden)


def _port(system: System, rcc: RccH7, name: str) -> GpioH7:
    number = ord(name) - ord("a")
    base = _PORTS_BASE + _PORT_SIZE * number
    return GpioH7(system, f"GPIO{name.upper()}", base, clocked=rcc.port_enabled(number))


def _usart(rcc: RccH7, name: str) -> SerialPort:
    base, register = _USARTS[name]
    enable = f"{name.upper()}EN"
    return SerialPort(base, rcc.enabled(register, enable), _kernel_clock(rcc, register))


def _kernel_clock(rcc: RccH7, register: Register) -> Callable[[], int]:
    """The clock of a serial port: that of its bus, as the selectors are after reset."""
    if register is APB1LENR:
        return rcc.pclk1_hz
    return rcc.pclk2_hz if register is APB2ENR else rcc.pclk4_hz
