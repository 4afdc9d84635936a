"""The divider of a serial port's baud-rate generator."""

from dataclasses import dataclass
from fractions import Fraction

DEFAULT_BAUD = 115_200
"""What a console runs at unless its board says otherwise, as the MLPerf Tiny runner expects."""

MAX_ERROR = Fraction(2, 100)
"""Above this the receiver, with an error of its own, begins to misread the last bits of a byte."""


@dataclass(frozen=True)
class Divider:
    """What BRR is set to, and how far the baud rate that comes out is from the wish.

    error: relative, signed. in_range: false when BRR cannot hold what it would take.
    """

    brr: int
    error: Fraction
    in_range: bool

    @property
    def usable(self) -> bool:
        """Whether a terminal at the wished baud rate will understand."""
        return self.in_range and abs(self.error) <= MAX_ERROR


def divider(peripheral: str, kernel_clock_hz: int, baud: int) -> Divider:
    """The best divider at 16-fold oversampling.

    A USART divides its clock by BRR, 16 to 65535; an LPUART by BRR / 256, BRR from 0x300 to 20
    bits. Source: RM0008 "Fractional baud rate generation"; RM0432 "USART baud rate generation"
    and "LPUART baud rate generation".
    """
    scale, low, high = (256, 0x300, 0xFFFFF) if peripheral.startswith("lpuart") else (1, 16, 0xFFFF)
    wanted = round(Fraction(scale * kernel_clock_hz, baud))
    brr = min(max(wanted, low), high)
    reached = Fraction(scale * kernel_clock_hz, brr)
    return Divider(brr, reached / baud - 1, brr == wanted)
