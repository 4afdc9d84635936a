"""ACTLR: whether stores go through the write buffer.

Sources: Cortex-M4 Technical Reference Manual (DDI0439), "Auxiliary Control Register". The
Cortex-M3 r1p1 of the F1 and the Cortex-M7 have the buffer without the bit that switches it off.
"""

from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

ACTLR = Register("ACTLR", 0x08, 0, bits(DISMCYCINT=0, DISDEFWBUF=1, DISFOLD=2))


class AuxiliaryControl(Peripheral):
    """The write buffer's switch. switchable: whether DISDEFWBUF has an effect."""

    REGISTERS: ClassVar = (ACTLR,)

    def __init__(self, system: System, base: int, *, switchable: bool) -> None:
        self._switchable = switchable
        super().__init__(system, "ACTLR", base, size=0x10)

    @property
    def buffers_stores(self) -> bool:
        """Whether a store is done, for the processor, before the bus has answered."""
        return not (self._switchable and self.field(ACTLR, "DISDEFWBUF"))
