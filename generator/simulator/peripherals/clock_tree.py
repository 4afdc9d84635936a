"""What the clock controls of all families but the H7 have in common: what follows the system clock.

HPRE divides the system clock for the core and the AHB, two fields PPRE divide that for the APBs.
"""

from abc import abstractmethod
from typing import ClassVar

from generator.simulator.peripherals.crystal import CrystalDriven
from generator.simulator.registers import Register

MICROSECOND = 10**6
"""In picoseconds."""

AHB_DIVIDERS = (1,) * 8 + (2, 4, 8, 16, 64, 128, 256, 512)
APB_DIVIDERS = (1, 1, 1, 1, 2, 4, 8, 16)


class ClockTree(CrystalDriven):
    """Prescalers and the peripherals' clock enables.

    HPRE, PPRE: the registers with HPRE and PPRE_FIELDS.
    """

    HPRE: ClassVar[Register]
    PPRE: ClassVar[Register]
    PPRE_FIELDS: ClassVar[tuple[str, str]] = ("PPRE1", "PPRE2")

    @abstractmethod
    def sysclk_hz(self) -> int:
        """The system clock."""

    def core_hz(self) -> int:
        """The clock of the processor."""
        return self.hclk_hz()

    def hclk_hz(self) -> int:
        """The clock of the processor and the AHB."""
        return self.sysclk_hz() // AHB_DIVIDERS[self.field(self.HPRE, "HPRE")]

    def pclk1_hz(self) -> int:
        """The clock of APB1."""
        return self.hclk_hz() // APB_DIVIDERS[self.field(self.PPRE, self.PPRE_FIELDS[0])]

    def pclk2_hz(self) -> int:
        """The clock of APB2."""
        return self.hclk_hz() // APB_DIVIDERS[self.field(self.PPRE, self.PPRE_FIELDS[1])]
