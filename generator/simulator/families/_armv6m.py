"""What the F0 and the G0 have in common: serial ports with a choice of clocks, flash timing."""

from generator.boards.facts import Memory
from generator.simulator.counting import HUNDREDTHS, DataFlash
from generator.simulator.peripherals.clock_control import ClockControl
from generator.simulator.registers import Register
from generator.simulator.serial_ports import SerialPort
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming

Usart = tuple[int, Register, str | None]
"""Where it lies, the register that enables its clock, and the field that selects that, if any."""


def serial_port(rcc: ClockControl, name: str, usart: Usart, selectors: Register) -> SerialPort:
    """A serial port on APB1, clocked by it or as its field in `selectors` has it."""
    base, register, selector = usart
    return SerialPort(
        base,
        clocked=rcc.enabled(register, f"{name.upper()}EN"),
        clock_hz=rcc.pclk1_hz
        if selector is None
        else rcc.kernel_clock(selectors, selector, rcc.pclk1_hz),
    )


def flash_timing(
    memory: Memory, wait_states: int, *, fetch: Fetch, band_percent: float
) -> FlashTiming:
    """A flash without a cache for data: every read waits for it.

    band_percent: the error to expect, once there are wait states.
    """
    return FlashTiming(
        data=DataFlash((memory.origin, 0), memory.size_bytes, HUNDREDTHS * wait_states),
        fetch=fetch,
        band_percent=band_percent if wait_states else 0.0,
    )
