"""Power control of the STM32U5. Source: RM0456, section 10.11."""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits

CR1 = Register("CR1", 0x00)
CR3 = Register("CR3", 0x08, 0, bits(REGSEL=1, FSTEN=2))
VOSR = Register("VOSR", 0x0C, 0x8000, {**bits(BOOSTRDY=14, VOSRDY=15, BOOSTEN=18), "VOS": (16, 2)})
SVMCR = Register("SVMCR", 0x10, 0, bits(USV=28, IO2SV=29, ASV=30))
SVMSR = Register("SVMSR", 0x3C, 0x8000, {**bits(REGS=1, ACTVOSRDY=15), "ACTVOS": (16, 2)})

_HIGHEST_HZ = (25_000_000, 55_000_000, 110_000_000, 160_000_000)
"""By VOS, ranges 4 to 1: RM0456, "Dynamic voltage scaling management"."""

_WITHOUT_BOOSTER_HZ = 55_000_000
_BOOSTER_CLOCK_HZ = (4_000_000, 16_000_000)


class PwrU5(Peripheral):
    """Voltage range, booster, regulator and the supply of port G; all settle at once.

    booster_hz: the booster's clock; the family wires it to RCC.
    """

    REGISTERS: ClassVar = (CR1, CR3, VOSR, SVMCR, SVMSR)

    booster_hz: Callable[[], float | None] = staticmethod(lambda: None)

    @property
    def port_g_supplied(self) -> bool:
        """VDDIO2 is declared valid; without it PG2 to PG15 are dead."""
        return bool(self.field(SVMCR, "IO2SV"))

    def highest_hz(self) -> int:
        """The clock up to which the core voltage suffices."""
        range_hz = _HIGHEST_HZ[self.field(VOSR, "VOS")]
        return range_hz if self._boosted() else min(range_hz, _WITHOUT_BOOSTER_HZ)

    def peek(self, offset: int) -> int:
        """Flags follow what they tell of."""
        word = super().peek(offset)
        if offset == VOSR.offset:
            return VOSR.put(word | VOSR.mask("VOSRDY"), "BOOSTRDY", self._boosted())
        if offset == SVMSR.offset:
            word = SVMSR.put(word, "REGS", self.field(CR3, "REGSEL"))
            return SVMSR.put(word, "ACTVOS", self.field(VOSR, "VOS"))
        return word

    def write(self, offset: int, word: int) -> None:
        """Keeps what is written; the status register is read-only."""
        if not self.clocked():
            self.system.report("PWR is written while its clock is off: nothing happens.")
            return
        if offset == SVMSR.offset:
            return
        super().write(offset, word)
        if offset == VOSR.offset and VOSR.get(word, "BOOSTEN"):
            self._check_booster()

    def _boosted(self) -> bool:
        return bool(self.field(VOSR, "BOOSTEN")) and self.booster_hz() is not None

    def _check_booster(self) -> None:
        hz = self.booster_hz()
        low_hz, high_hz = _BOOSTER_CLOCK_HZ
        if hz is None:
            self.system.report("PWR: the booster is switched on without a clock (RCC_PLL1CFGR).")
        elif not low_hz <= hz <= high_hz:
            self.system.report(
                f"PWR: the booster's clock is {hz / 1e6:g} MHz; 4 to 16 MHz are allowed."
            )
