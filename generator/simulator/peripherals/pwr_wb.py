"""Power control of the STM32WB. Source: RM0434, section 6.6."""

from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits

CR1 = Register("CR1", 0x00, 0x200, {"VOS": (9, 2), "DBP": (8, 1)})
CR4 = Register("CR4", 0x0C, 0, bits(C2BOOT=15))
SR1 = Register("SR1", 0x10)
SR2 = Register("SR2", 0x14, 0x2, bits(SDBF=0, SDSMPSF=1, REGLPF=9, VOSF=10))
CR5 = Register("CR5", 0x1C, 0x4272, bits(SMPSEN=15))


class PwrWb(Peripheral):
    """Voltage scaling and the second core's start, which is only noticed."""

    REGISTERS: ClassVar = (CR1, CR4, SR1, SR2, CR5)

    def write(self, offset: int, word: int) -> None:
        """Keeps what is written; the status registers are read-only."""
        if offset == CR4.offset and CR4.get(word, "C2BOOT"):
            self.system.report("PWR: C2BOOT is set; the second core is not simulated.")
        if offset not in (SR1.offset, SR2.offset):
            super().write(offset, word)
