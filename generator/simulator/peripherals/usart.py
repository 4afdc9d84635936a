"""What the registers of older and newer USARTs share: enables, interrupts, the Uart behind."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.peripherals.uart import Uart
from generator.simulator.registers import Register
from generator.simulator.system import System


class Usart(Peripheral):
    """The registers in front of a Uart. CONTROL: CR1, with UE, TE, RE and the interrupt enables.

    low_power: whether it is an LPUART.
    """

    CONTROL: ClassVar[Register]

    def __init__(
        self,
        system: System,
        name: str,
        base: int,
        *,
        clocked: Callable[[], bool],
        clock_hz: Callable[[], int],
        uart: Uart,
        interrupt: int,
        low_power: bool = False,
    ) -> None:
        self._uart = uart
        self._interrupt = interrupt
        self._clock_hz = clock_hz
        self._low_power = low_power
        super().__init__(system, name, base, clocked=clocked)
        uart.baud = self.baud
        uart.frame_bits = self.frame_bits
        uart.changed = self.update_interrupt
        uart.receiving = lambda: bool(self.clocked() and self.on("UE") and self.on("RE"))

    @abstractmethod
    def baud(self) -> float | None:
        """The baud rate; None while the divider is not usable."""

    @abstractmethod
    def frame_bits(self) -> int:
        """From the start bit to the last stop bit."""

    def reset(self) -> None:
        """Register values and shift registers as after reset."""
        super().reset()
        self._uart.reset()

    def on(self, name: str) -> int:
        """A bit of CR1."""
        return self.field(self.CONTROL, name)

    def transmit(self, register: Register, word: int) -> None:
        """The data register is written: a byte is sent."""
        if self.on("UE") and self.on("TE"):
            self._uart.transmit(word & 0xFF)
        else:
            place = f"{self.name}.{register.name}"
            self.system.report(f"{place} is written while UE or TE is off: nothing sent")

    def update_interrupt(self) -> None:
        """The interrupt line follows the flags and their enables."""
        uart = self._uart
        asserted = (
            (self.on("RXNEIE") and (uart.receive_full or uart.overrun))
            or (self.on("TXEIE") and uart.transmit_empty)
            or (self.on("TCIE") and uart.transmission_complete)
        )
        self.system.set_level(self._interrupt, bool(asserted))
