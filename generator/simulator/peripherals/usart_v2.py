"""USART and LPUART of the newer families (L4+, G0, G4, H7, …): ISR, TDR, RDR.

Sources: RM0432, sections 49 (USART) and 50 (LPUART); RM0091, section 27 (the F0's, which has
neither FIFO nor prescaler).
"""

from dataclasses import replace
from typing import ClassVar

from generator.simulator.peripherals.usart import Usart
from generator.simulator.registers import Register, bits

CR1 = Register(
    "CR1",
    0x00,
    0,
    bits(UE=0, RE=2, TE=3, RXNEIE=5, TCIE=6, TXEIE=7, PCE=10, M0=12, OVER8=15, M1=28, FIFOEN=29),
)
CR2 = Register("CR2", 0x04, 0, {"STOP": (12, 2)})
CR3 = Register("CR3", 0x08, 0, bits(OVRDIS=12))
BRR = Register("BRR", 0x0C)
RQR = Register("RQR", 0x18, 0, bits(RXFRQ=3))
ISR = Register("ISR", 0x1C, 0xC0, bits(FE=1, ORE=3, RXNE=5, TC=6, TXE=7, TEACK=21, REACK=22))
ICR = Register("ICR", 0x20, 0, bits(FECF=1, ORECF=3, TCCF=6))
RDR = Register("RDR", 0x24, 0, {"RDR": (0, 9)})
TDR = Register("TDR", 0x28, 0, {"TDR": (0, 9)})
PRESC = Register("PRESC", 0x2C, 0, {"PRESCALER": (0, 4)})
CR1_WITHOUT_FIFO = replace(
    CR1, fields={name: place for name, place in CR1.fields.items() if name != "FIFOEN"}
)

_PRESCALERS = (1, 2, 4, 6, 8, 10, 12, 16, 32, 64, 128, 256)
_LPUART_SMALLEST_BRR = 0x300  # RM0432, section 50.4.7


class UsartV2(Usart):
    """The registers in front of a Uart; `low_power` is an LPUART, whose BRR counts 1/256."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        CR1, CR2, CR3, BRR, RQR, ISR, ICR, RDR, TDR, PRESC,
    )  # fmt: skip

    CONTROL: ClassVar = CR1

    def peek(self, offset: int) -> int:
        """The word at an offset, without side effects."""
        return self._status() if offset == ISR.offset else super().peek(offset)

    def read(self, offset: int) -> int:
        """Reading RDR takes the byte."""
        return self._uart.take() if offset == RDR.offset else self.peek(offset)

    def write(self, offset: int, word: int) -> None:
        """Writing TDR sends a byte; ICR and RQR clear flags; BRR is locked while UE is on."""
        uart = self._uart
        if offset == TDR.offset:
            self.transmit(TDR, word)
        elif offset == ICR.offset:
            uart.overrun &= not word & ICR.mask("ORECF")
            uart.transmission_complete &= not word & ICR.mask("TCCF")
        elif offset == RQR.offset:
            uart.receive_full &= not word & RQR.mask("RXFRQ")
        elif offset in (BRR.offset, PRESC.offset) and self.on("UE"):
            self.system.report(f"{self.name}: BRR and PRESC cannot be written while UE is on.")
        elif offset not in (ISR.offset, RDR.offset):
            super().write(offset, word)
        self.update_interrupt()

    def baud(self) -> float | None:
        """The clock, through the prescaler, divided by BRR."""
        clock_hz = self._clock_hz() / self._prescaler()
        divider = self.get(BRR) & 0xFFFFF
        if self._low_power:
            # baud = 256 * clock / BRR: section 50.4.7.
            return 256 * clock_hz / divider if divider >= _LPUART_SMALLEST_BRR else None
        if self.on("OVER8"):  # BRR[2:0] is USARTDIV[3:0] shifted right, BRR[3] stays 0
            divider = (divider & 0xFFF0) | (divider & 7) << 1
            clock_hz *= 2
        return clock_hz / divider if divider >= 16 else None

    def _prescaler(self) -> int:
        return _PRESCALERS[min(self.field(PRESC, "PRESCALER"), len(_PRESCALERS) - 1)]

    def frame_bits(self) -> int:
        """As M1, M0 and STOP have it."""
        word_bits = {0: 8, 1: 9, 2: 7}[self.on("M1") << 1 | self.on("M0")]
        return 2 + word_bits + (self.field(CR2, "STOP") == 2)

    def _status(self) -> int:
        uart = self._uart
        return (
            ISR.mask("TXE") * uart.transmit_empty
            | ISR.mask("TC") * uart.transmission_complete
            | ISR.mask("RXNE") * uart.receive_full
            | ISR.mask("ORE") * (uart.overrun and not self.field(CR3, "OVRDIS"))
            | ISR.mask("TEACK") * (self.on("UE") & self.on("TE"))
            | ISR.mask("REACK") * (self.on("UE") & self.on("RE"))
        )


class UsartV2WithoutFifo(UsartV2):
    """As on the F0, F3 and F7."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        CR1_WITHOUT_FIFO, CR2, CR3, BRR, RQR, ISR, ICR, RDR, TDR,
    )  # fmt: skip

    def _prescaler(self) -> int:
        return 1
