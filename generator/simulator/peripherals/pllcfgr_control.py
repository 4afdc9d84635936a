"""The clock controls of the L4, G0, G4 and WB: all of the PLL's factors lie in PLLCFGR.

Sources: RM0432 (L4), section 6; RM0444 (G0), section 5; RM0440 (G4), section 7; RM0434 (WB),
section 8.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from generator.simulator.peripherals.clock_control import ClockControl, Factors
from generator.simulator.registers import Register


class PllcfgrControl(ClockControl):
    """PLLCFGR: the register. PLL_SOURCES: by their code in PLLSRC. R_STEP: of the divisor R."""

    PLLCFGR: ClassVar[Register]
    PLL_SOURCES: ClassVar[Mapping[int, str]]
    R_STEP: ClassVar[int] = 1

    def factors(self) -> Factors:
        """All of them lie in PLLCFGR."""
        return Factors(
            source=self.PLL_SOURCES.get(self.field(self.PLLCFGR, "PLLSRC"), ""),
            m=self.field(self.PLLCFGR, "PLLM") + 1,
            n=self.field(self.PLLCFGR, "PLLN"),
            r=self.R_STEP * (self.field(self.PLLCFGR, "PLLR") + 1),
        )

    def pll_output_enabled(self) -> bool:
        """PLLREN."""
        return bool(self.field(self.PLLCFGR, "PLLREN"))


class BoostedControl(PllcfgrControl):
    """That of the L4+ and G4, whose regulator has a boost mode.

    BOOST_ABOVE_HZ: the HCLK that needs it. boosted: whether it is on; the family wires it to PWR.
    """

    BOOST_ABOVE_HZ: ClassVar[int]
    R_STEP: ClassVar = 2

    boosted: Callable[[], bool] = staticmethod(lambda: False)

    def check_limits(self) -> None:
        """Above some clock the core needs a higher voltage."""
        super().check_limits()
        if self.hclk_hz() > self.BOOST_ABOVE_HZ and not self.boosted():
            self.system.report(
                f"RCC: HCLK is {self.hclk_hz() / 1e6:g} MHz without boost mode (PWR_CR5.R1MODE)."
            )
