"""USART of the STM32F1, F2, F4 and L1: SR, DR, BRR. Source: RM0008, section 27.6."""

from typing import ClassVar

from generator.simulator.peripherals.usart import Usart
from generator.simulator.registers import Register, bits

SR = Register("SR", 0x00, 0xC0, bits(FE=1, ORE=3, RXNE=5, TC=6, TXE=7))
DR = Register("DR", 0x04, 0, {"DR": (0, 9)})
BRR = Register("BRR", 0x08, 0, {"DIV_Fraction": (0, 4), "DIV_Mantissa": (4, 12)})
CR1 = Register("CR1", 0x0C, 0, bits(RE=2, TE=3, RXNEIE=5, TCIE=6, TXEIE=7, PCE=10, M=12, UE=13))
CR2 = Register("CR2", 0x10, 0, {"STOP": (12, 2)})
CR3 = Register("CR3", 0x14)
GTPR = Register("GTPR", 0x18)


class UsartV1(Usart):
    """The registers in front of a Uart."""

    REGISTERS: ClassVar = (SR, DR, BRR, CR1, CR2, CR3, GTPR)

    CONTROL: ClassVar = CR1

    def peek(self, offset: int) -> int:
        """The word at an offset, without side effects."""
        return self._status() if offset == SR.offset else super().peek(offset)

    def read(self, offset: int) -> int:
        """Reading DR takes the byte and clears the errors seen in SR."""
        if offset != DR.offset:
            return self.peek(offset)
        self._uart.overrun = False
        return self._uart.take()

    def write(self, offset: int, word: int) -> None:
        """Writing DR sends a byte; SR's TC and RXNE are cleared by writing 0."""
        if offset == DR.offset:
            self.transmit(DR, word)
        elif offset == SR.offset:
            self._uart.transmission_complete &= bool(word & SR.mask("TC"))
            self._uart.receive_full &= bool(word & SR.mask("RXNE"))
        else:
            super().write(offset, word)
        self.update_interrupt()

    def baud(self) -> float | None:
        """The clock divided by BRR."""
        # USARTDIV is BRR / 16 and the baud rate is the clock / (16 * USARTDIV): section 27.3.4.
        divider = self.values[BRR.offset] & 0xFFFF
        return self._clock_hz() / divider if divider >= 16 else None

    def frame_bits(self) -> int:
        """As M and STOP have it."""
        return 10 + self.on("M") + (self.field(CR2, "STOP") == 2)

    def _status(self) -> int:
        uart = self._uart
        return (
            SR.mask("TXE") * uart.transmit_empty
            | SR.mask("TC") * uart.transmission_complete
            | SR.mask("RXNE") * uart.receive_full
            | SR.mask("ORE") * uart.overrun
        )
