"""STM32L4 and L4+. Source: RM0432."""

from generator.boards.facts import Board, Pin
from generator.simulator.chip import Chip
from generator.simulator.counting import HUNDREDTHS, DataFlash
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
    RccL4,
)
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.registers import Register
from generator.simulator.serial_ports import SerialPort, Wiring, serial_ports
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming

_PORTS_BASE = 0x48000000
_PORT_SIZE = 0x400
_PORTS = "abcdefghi"

_FIRST_PIN_ON_VDDIO2 = 2
"""PG2 to PG15 are supplied by VDDIO2: RM0432, section 5.1.2."""

_USARTS: dict[str, tuple[int, Register, str, str]] = {
    "usart1": (0x40013800, APB2ENR, "USART1EN", "USART1SEL"),
    "usart2": (0x40004400, APB1ENR1, "USART2EN", "USART2SEL"),
    "usart3": (0x40004800, APB1ENR1, "USART3EN", "USART3SEL"),
    "lpuart1": (0x40008000, APB1ENR2, "LPUART1EN", "LPUART1SEL"),
}

_DATA_CACHE_BYTES = 256
_FLASH_WORD_BYTES = 8
"""A data read that misses fetches one 64-bit flash word: docs/timing.md, "Flash of the L4"."""

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
    ports = {name: _port(system, rcc, name) for name in _PORTS}
    wiring = Wiring(board, ports, lambda pin: _missing_supply(power, pin))
    usarts = serial_ports(system, line, {name: _usart(rcc, name) for name in _USARTS}, wiring)
    own_data = system_memory(part.flash.size_bytes, unique_id_at=0x190, flash_size_at=0x1E0)
    identity = Identity(system, 0xE0042000, device_id=0x10006470)
    return Chip(
        peripherals=(rcc, power, flash, *ports.values(), *usarts, identity),
        io_ranges=((0x40000000, 0x25000), (0x48000000, 0x2400), (0x50000000, 0x63000)),
        rom=((0x1FFF7400, own_data),),
        flash_timing=lambda: _flash_timing(flash, board),
        note_software_reset=rcc.note_software_reset,
    )


def _port(system: System, rcc: RccL4, name: str) -> GpioV2:
    letter = name.upper()
    base = _PORTS_BASE + _PORT_SIZE * _PORTS.index(name)
    return GpioV2(system, f"GPIO{letter}", base, clocked=rcc.enabled(AHB2ENR, f"GPIO{letter}EN"))


def _usart(rcc: RccL4, name: str) -> SerialPort:
    base, register, enable, selector = _USARTS[name]
    bus_hz = rcc.pclk2_hz if register is APB2ENR else rcc.pclk1_hz
    return SerialPort(base, rcc.enabled(register, enable), rcc.kernel_clock(selector, bus_hz))


def _missing_supply(power: PwrL4, pin: Pin) -> str | None:
    on_second_supply = pin.port == "g" and pin.number >= _FIRST_PIN_ON_VDDIO2
    if on_second_supply and not power.port_g_supplied:
        return f"{pin} has no supply before PWR_CR2.IOSV is set"
    return None


def _flash_timing(flash: FlashL4, board: Board) -> FlashTiming:
    wait_states = flash.latency
    memory = board.part.flash
    cached = bool(flash.field(flash.ACR, "DCEN"))
    return FlashTiming(
        data=DataFlash(
            (memory.origin, 0),
            memory.size_bytes,
            HUNDREDTHS * wait_states,
            line_bytes=_FLASH_WORD_BYTES,
            lines=_DATA_CACHE_BYTES // _FLASH_WORD_BYTES if cached else 0,
        ),
        fetch=Fetch(
            0 if flash.field(flash.ACR, "ICEN") else wait_states,
            prefetch=bool(flash.field(flash.ACR, "PRFTEN")),
        ),
        band_percent=_BAND_PERCENT if wait_states else 0.0,
    )
