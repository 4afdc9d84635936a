"""STM32F100 to F103, low to high density. Source: RM0008."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from generator.boards.facts import Board, Console, Part, Pin
from generator.errors import ToolError
from generator.simulator.chip import Chip, interrupt_number
from generator.simulator.counting import DataFlash
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.flash_f1 import FlashF1
from generator.simulator.peripherals.gpio_f1 import MAPR, AfioF1, GpioF1
from generator.simulator.peripherals.identity import Identity
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.peripherals.rcc_f1 import APB1ENR, APB2ENR, RccF1
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.peripherals.uart import Uart
from generator.simulator.peripherals.usart_v1 import UsartV1
from generator.simulator.registers import Register
from generator.simulator.system import System
from generator.simulator.system_memory import system_memory
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming

_PORTS = {"a": 0x40010800, "b": 0x40010C00, "c": 0x40011000, "d": 0x40011400, "e": 0x40011800,
          "f": 0x40011C00, "g": 0x40012000}  # fmt: skip

_USARTS: dict[str, tuple[int, Register, str]] = {
    "usart1": (0x40013800, APB2ENR, "USART1EN"),
    "usart2": (0x40004400, APB1ENR, "USART2EN"),
    "usart3": (0x40004800, APB1ENR, "USART3EN"),
}

# RM0008, tables 51 to 53: (remap value) -> TX, RX.
_PINS: dict[str, dict[int, tuple[Pin, Pin]]] = {
    "usart1": {0: (Pin("a", 9), Pin("a", 10)), 1: (Pin("b", 6), Pin("b", 7))},
    "usart2": {0: (Pin("a", 2), Pin("a", 3)), 1: (Pin("d", 5), Pin("d", 6))},
    "usart3": {
        0: (Pin("b", 10), Pin("b", 11)),
        1: (Pin("c", 10), Pin("c", 11)),
        3: (Pin("d", 8), Pin("d", 9)),
    },
}

_DATA_READ_CYCLES = 5
"""What a data read from flash costs at two wait states: docs/timing.md, "Flash of the F1"."""

CORE_RULES = "cortex-m3-r1p1"
"""The revision of its core: PM0056, section 4.4.1 (CPUID), and what has been measured of it."""

_BAND_PERCENT = 15.0


def assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    """The chip of a board, its console wired to the line."""
    part = board.part
    rcc = RccF1(
        system,
        0x40021000,
        crystal=crystal,
        max_hz=part.max_clock_hz,
    )
    flash = FlashF1(system, 0x40022000, part.wait_states, part.flash, _page_bytes(part))
    ports = {name: _port(system, rcc, name) for name in _PORTS}
    afio = AfioF1(system, "AFIO", 0x40010000, clocked=rcc.enabled(APB2ENR, "AFIOEN"))
    pins = _Pins(board.console, ports, afio)
    usarts = _usarts(system, board, line, rcc, pins)
    identity = Identity(system, 0xE0042000, device_id=0x20036410)
    own_data = system_memory(
        part.flash.size_bytes, unique_id_at=0x7E8, flash_size_at=0x7E0, size_bytes=0x1000
    )
    return Chip(
        peripherals=(rcc, flash, *ports.values(), afio, *usarts, identity),
        io_ranges=((0x40000000, 0x24000),),
        rom=((0x1FFFF000, own_data),),
        flash_timing=lambda: _flash_timing(flash, board),
        note_software_reset=rcc.note_software_reset,
        core_rules=CORE_RULES,
    )


def fetch(wait_states: int, *, prefetch: bool = True) -> Fetch:
    """How instructions come from the flash: docs/timing.md, "Flash of the F1"."""
    return Fetch(wait_states, prefetch=prefetch, ahead_bytes=10, handover=25, speculative=True)


def _page_bytes(part: Part) -> int:
    """RM0008, tables 4 to 6: 1 KiB up to medium density, 2 KiB from high density on."""
    return 1024 if part.flash.size_bytes <= 128 * 1024 else 2048


def _port(system: System, rcc: RccF1, name: str) -> GpioF1:
    letter = name.upper()
    clocked = rcc.enabled(APB2ENR, f"IOP{letter}EN")
    return GpioF1(system, f"GPIO{letter}", _PORTS[name], clocked=clocked)


def _usarts(
    system: System, board: Board, line: SerialLine, rcc: RccF1, pins: "_Pins"
) -> list[Peripheral]:
    console = board.console
    if console.peripheral not in _USARTS:
        raise ToolError(f"The simulator has no {console.peripheral} on {board.part.name} yet.")
    silent = SerialLine(system, console.baud)
    made: list[Peripheral] = []
    for name, (base, register, bit) in _USARTS.items():
        wired = line if name == console.peripheral else silent
        uart = Uart(
            system,
            name.upper(),
            wired,
            partial(pins.tx_obstacle, name),
            partial(pins.rx_obstacle, name),
        )
        made.append(
            UsartV1(
                system,
                name.upper(),
                base,
                clocked=rcc.enabled(register, bit),
                clock_hz=rcc.pclk2_hz if name == "usart1" else rcc.pclk1_hz,
                uart=uart,
                interrupt=interrupt_number(board.part, name.upper()),
            )
        )
    return made


@dataclass(frozen=True)
class _Pins:
    """Whether the console's pins are switched to a USART, or what is in the way."""

    console: Console
    ports: Mapping[str, GpioF1]
    afio: AfioF1

    def tx_obstacle(self, usart: str) -> str | None:
        """None where the transmitter drives the console's TX pin."""
        pin = self.console.tx
        if self._mapped(usart)[0] != pin:
            return f"AFIO.MAPR does not connect it to {pin}"
        if not self.ports[pin.port].is_alternate_output(pin.number):
            return f"{pin} is not an alternate-function output"
        return None

    def rx_obstacle(self, usart: str) -> str | None:
        """None where the receiver listens to the console's RX pin."""
        pin = self.console.rx
        if self._mapped(usart)[1] != pin:
            return f"AFIO.MAPR does not connect it to {pin}"
        return None if self.ports[pin.port].is_input(pin.number) else f"{pin} is not an input"

    def _mapped(self, usart: str) -> tuple[Pin | None, Pin | None]:
        remap = self.afio.field(MAPR, f"{usart.upper()}_REMAP")
        return _PINS[usart].get(remap, (None, None))


def _flash_timing(flash: FlashF1, board: Board) -> FlashTiming:
    wait_states = flash.latency
    memory = board.part.flash
    read_cost = 100 * _DATA_READ_CYCLES * wait_states / 2
    return FlashTiming(
        data=DataFlash((memory.origin, 0), memory.size_bytes, int(read_cost)),
        fetch=fetch(wait_states, prefetch=bool(flash.field(flash.ACR, "PRFTBE"))),
        band_percent=_BAND_PERCENT if wait_states else 0.0,
    )
