"""Power control of the STM32G4. Source: RM0440, section 6.4."""

from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits

CR1 = Register("CR1", 0x00, 0x200, {"VOS": (9, 2), "DBP": (8, 1)})
SR1 = Register("SR1", 0x10)
SR2 = Register("SR2", 0x14, 0, bits(REGLPF=9, VOSF=10))
CR5 = Register("CR5", 0x80, 0x100, bits(R1MODE=8))

_RANGE_1 = 1


class PwrG4(Peripheral):
    """Voltage scaling and boost mode; the regulator settles at once."""

    REGISTERS: ClassVar = (CR1, SR1, SR2, CR5)

    @property
    def boosted(self) -> bool:
        """Range 1 in boost mode, as HCLK above 150 MHz needs."""
        return self.field(CR1, "VOS") == _RANGE_1 and not self.field(CR5, "R1MODE")

    def write(self, offset: int, word: int) -> None:
        """Keeps what is written; the status registers are read-only."""
        if offset not in (SR1.offset, SR2.offset):
            super().write(offset, word)
