"""Power control of the STM32L4 and L4+. Source: RM0432, section 5.4."""

from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits

CR1 = Register("CR1", 0x00, 0x200, {"VOS": (9, 2), "DBP": (8, 1)})
CR2 = Register("CR2", 0x04, 0, bits(IOSV=9, USV=10))
CR3 = Register("CR3", 0x08, 0x8000)
SR1 = Register("SR1", 0x10)
SR2 = Register("SR2", 0x14, 0, bits(REGLPF=9, VOSF=10))
CR5 = Register("CR5", 0x80, 0x100, bits(R1MODE=8))

_RANGE_1 = 1


class PwrL4(Peripheral):
    """Voltage scaling, boost mode and the supply of port G; the regulator settles at once."""

    REGISTERS: ClassVar = (CR1, CR2, CR3, SR1, SR2, CR5)

    @property
    def port_g_supplied(self) -> bool:
        """VDDIO2 is declared valid; without it PG2 to PG15 are dead."""
        return bool(self.field(CR2, "IOSV"))

    @property
    def boosted(self) -> bool:
        """Range 1 in boost mode, as HCLK above 80 MHz needs."""
        return self.field(CR1, "VOS") == _RANGE_1 and not self.field(CR5, "R1MODE")

    def write(self, offset: int, word: int) -> None:
        """Keeps what is written; the status registers are read-only."""
        if offset not in (SR1.offset, SR2.offset):
            super().write(offset, word)
