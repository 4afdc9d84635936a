"""Pins and serial ports of the families with MODER ports, and where they get their clocks."""

from collections.abc import Callable, Iterable, Mapping

from generator.simulator.peripherals.clock_control import ClockControl
from generator.simulator.peripherals.gpio_v2 import GpioV2
from generator.simulator.registers import Register
from generator.simulator.serial_ports import SerialPort
from generator.simulator.system import System

_PORT_BYTES = 0x400

Usart = tuple[int, Register]
"""Where a serial port lies, and the register that enables its clock."""


def gpio_ports(
    system: System, kind: type[GpioV2], origin: int, clocked: Mapping[str, Callable[[], bool]]
) -> dict[str, GpioV2]:
    """The ports by their letter. origin: of port A. clocked: whether each has its clock."""
    return {
        letter: kind(
            system,
            f"GPIO{letter.upper()}",
            origin + _PORT_BYTES * (ord(letter) - ord("a")),
            clocked=enabled,
        )
        for letter, enabled in clocked.items()
    }


def port_clocks(
    rcc: ClockControl, register: Register, letters: Iterable[str], prefix: str = "GPIO"
) -> dict[str, Callable[[], bool]]:
    """Whether each port has its clock: the bit "GPIOAEN" of a register for port A."""
    return {letter: rcc.enabled(register, f"{prefix}{letter.upper()}EN") for letter in letters}


def bus_port(rcc: ClockControl, name: str, usart: Usart) -> SerialPort:
    """A serial port that is clocked by its bus, APB1 or APB2."""
    base, register = usart
    return SerialPort(base, rcc.enabled(register, f"{name.upper()}EN"), _bus_hz(rcc, register))


def selected_port(rcc: ClockControl, name: str, usart: Usart, selectors: Register) -> SerialPort:
    """A serial port on APB1 or APB2, clocked as its field in `selectors` has it."""
    base, register = usart
    return SerialPort(
        base,
        clocked=rcc.enabled(register, f"{name.upper()}EN"),
        clock_hz=rcc.kernel_clock(selectors, f"{name.upper()}SEL", _bus_hz(rcc, register)),
    )


def _bus_hz(rcc: ClockControl, register: Register) -> Callable[[], int]:
    return rcc.pclk2_hz if register.name == "APB2ENR" else rcc.pclk1_hz
