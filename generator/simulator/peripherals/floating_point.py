"""How exceptions treat the floating-point registers: FPCCR, FPCAR, FPDSCR.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5.7 and B3.2.21 to B3.2.23.
"""

from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits

FPCCR = Register("FPCCR", 0x04, 0xC0000000, bits(LSPACT=0, THREAD=3, LSPEN=30, ASPEN=31))
FPCAR = Register("FPCAR", 0x08)
FPDSCR = Register("FPDSCR", 0x0C)


class FloatContext(Peripheral):
    """The registers of lazy stacking. FPDSCR and the ready bits of FPCCR have no effect."""

    REGISTERS: ClassVar = (FPCCR, FPCAR, FPDSCR)

    @property
    def is_pending(self) -> bool:
        """FPCCR.LSPACT: room is reserved in a frame, and the registers are not there yet."""
        return bool(self.field(FPCCR, "LSPACT"))

    @property
    def is_lazy(self) -> bool:
        """FPCCR.LSPEN."""
        return bool(self.field(FPCCR, "LSPEN"))

    @property
    def is_automatic(self) -> bool:
        """FPCCR.ASPEN: floating-point code gets a frame with room for its registers."""
        return bool(self.field(FPCCR, "ASPEN"))

    @property
    def reserved_at(self) -> int:
        """FPCAR: where S0 will be stored."""
        return self.get(FPCAR)

    def reserve(self, address: int, thread: bool) -> None:
        """Notes the room for the registers of the code that an exception has interrupted."""
        word = FPCCR.put(self.get(FPCCR), "LSPACT", 1)
        self.set(FPCCR, FPCCR.put(word, "THREAD", thread))
        self.set(FPCAR, address & ~7)

    def settle(self) -> None:
        """The registers are stored, or are not needed any more."""
        self.set(FPCCR, FPCCR.put(self.get(FPCCR), "LSPACT", 0))

    def write(self, offset: int, word: int) -> None:
        """The processor may change what is pending."""
        super().write(offset, word & ~7 if offset == FPCAR.offset else word)
        self.system.agenda_changed()
