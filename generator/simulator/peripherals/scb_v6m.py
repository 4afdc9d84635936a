"""The system control block of ARMv6-M: no fault status, no priority grouping, fixed CCR.

Source: ARMv6-M Architecture Reference Manual (DDI0419), B3.2.
"""

from typing import ClassVar

from generator.simulator.peripherals.scb import CPUID, SCR, SHPR2, SHPR3, VTOR, Scb
from generator.simulator.registers import Register, bits

ICSR = Register(
    "ICSR",
    0x04,
    0,
    {
        "VECTACTIVE": (0, 6),
        "VECTPENDING": (12, 6),
        **bits(PENDSTCLR=25, PENDSTSET=26, PENDSVCLR=27, PENDSVSET=28, NMIPENDSET=31),
    },
)
AIRCR = Register("AIRCR", 0x0C, 0xFA050000, bits(SYSRESETREQ=2))
CCR = Register("CCR", 0x14, 0x208, bits(UNALIGN__TRP=3, STKALIGN=9))

_PRIGROUP = 7 << 8


class ScbV6M(Scb):
    """As on the Cortex-M0: the vector table stays at 0."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (CPUID, ICSR, AIRCR, SCR, CCR, SHPR2, SHPR3)

    def get(self, register: Register) -> int:
        """Registers of ARMv7-M that are missing here read as zero."""
        return self.values.get(register.offset, 0)

    def set(self, register: Register, word: int) -> None:
        """What ARMv7-M would note in a register that is missing here is lost."""
        if register.offset in self.values:
            super().set(register, word)

    def write(self, offset: int, word: int) -> None:
        """CCR is read-only, priorities have no groups."""
        if offset == AIRCR.offset:
            word &= ~_PRIGROUP
        if offset in self.values and offset != CCR.offset:
            super().write(offset, word)


class ScbV6MWithVtor(ScbV6M):
    """As on the Cortex-M0+ that ST builds: the vector table can be moved."""

    REGISTERS: ClassVar[tuple[Register, ...]] = (*ScbV6M.REGISTERS, VTOR)
