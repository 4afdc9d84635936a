"""USART of the STM32F1, F2, F4 and L1: SR, DR, BRR. Source: RM0008, section 27.6."""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.peripherals.uart import Uart
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

SR = Register("SR", 0x00, 0xC0, bits(FE=1, ORE=3, RXNE=5, TC=6, TXE=7))
DR = Register("DR", 0x04, 0, {"DR": (0, 9)})
BRR = Register("BRR", 0x08, 0, {"DIV_Fraction": (0, 4), "DIV_Mantissa": (4, 12)})
CR1 = Register("CR1", 0x0C, 0, bits(RE=2, TE=3, RXNEIE=5, TCIE=6, TXEIE=7, PCE=10, M=12, UE=13))
CR2 = Register("CR2", 0x10, 0, {"STOP": (12, 2)})
CR3 = Register("CR3", 0x14)
GTPR = Register("GTPR", 0x18)


class UsartV1(Peripheral):
    """The registers in front of a Uart."""

    REGISTERS: ClassVar = (SR, DR, BRR, CR1, CR2, CR3, GTPR)

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
    ) -> None:
        self._uart = uart
        self._interrupt = interrupt
        self._clock_hz = clock_hz
        super().__init__(system, name, base, clocked=clocked)
        uart.baud = self._baud
        uart.frame_bits = self._frame_bits
        uart.changed = self._update_interrupt
        uart.receiving = lambda: bool(self.clocked() and self._on("UE") and self._on("RE"))

    def reset(self) -> None:
        """Register values and shift registers as after reset."""
        super().reset()
        self._uart.reset()

    def peek(self, offset: int) -> int:
        """The word at an offset, without side effects."""
        return self._status() if offset == SR.offset else super().peek(offset)

    def read(self, offset: int) -> int:
        """Reading DR takes the byte and clears the errors seen in SR."""
        if offset != DR.offset:
            return self.peek(offset)
        self._uart.overrun = self._uart.framing_error = False
        return self._uart.take()

    def write(self, offset: int, word: int) -> None:
        """Writing DR sends a byte; SR's TC and RXNE are cleared by writing 0."""
        if offset == DR.offset:
            if self._on("UE") and self._on("TE"):
                self._uart.transmit(word & 0xFF)
            else:
                self.system.report(f"{self.name}.DR is written while UE or TE is off: nothing sent")
        elif offset == SR.offset:
            self._uart.transmission_complete &= bool(word & SR.mask("TC"))
            self._uart.receive_full &= bool(word & SR.mask("RXNE"))
        else:
            super().write(offset, word)
        self._update_interrupt()

    def _on(self, name: str) -> int:
        return self.field(CR1, name)

    def _baud(self) -> float | None:
        # USARTDIV is BRR / 16 and the baud rate is the clock / (16 * USARTDIV): section 27.3.4.
        divider = self.values[BRR.offset] & 0xFFFF
        return self._clock_hz() / divider if divider >= 16 else None

    def _frame_bits(self) -> int:
        return 10 + self._on("M") + (self.field(CR2, "STOP") == 2)

    def _status(self) -> int:
        uart = self._uart
        return (
            SR.mask("TXE") * uart.transmit_empty
            | SR.mask("TC") * uart.transmission_complete
            | SR.mask("RXNE") * uart.receive_full
            | SR.mask("ORE") * uart.overrun
        )

    def _update_interrupt(self) -> None:
        uart = self._uart
        asserted = (
            (self._on("RXNEIE") and (uart.receive_full or uart.overrun))
            or (self._on("TXEIE") and uart.transmit_empty)
            or (self._on("TCIE") and uart.transmission_complete)
        )
        self.system.set_level(self._interrupt, bool(asserted))
