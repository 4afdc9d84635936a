"""Power control of the STM32F4. Sources: RM0390, section 5.4 (F446); RM0090, section 5.5."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

_VOS_LSB = 14
CR_F405 = Register("CR", 0x00, 0x4000, bits(DBP=8))
CR_F401 = Register("CR", 0x00, 0x8000, {"DBP": (8, 1), "VOS": (_VOS_LSB, 2)})
CR_F446 = Register(
    "CR", 0x00, 0xC000, {"DBP": (8, 1), "VOS": (_VOS_LSB, 2), **bits(ODEN=16, ODSWEN=17)}
)
CSR = Register("CSR", 0x04, 0, bits(VOSRDY=14))
CSR_F446 = Register("CSR", 0x04, 0, bits(VOSRDY=14, ODRDY=16, ODSWRDY=17))

_SETTLING_PS = 45 * 10**6
"""How long over-drive takes to switch: DS10693, "Over-drive switching characteristics"."""

# Core voltage -> the highest HCLK in Hz, by the code in VOS: RM0368, RM0383, RM0090, RM0390 and
# RM0385.
HIGHEST_HZ = {
    "f401": {1: 60_000_000, 2: 84_000_000},
    "f411": {1: 64_000_000, 2: 84_000_000, 3: 100_000_000},
    "f405": {0: 144_000_000, 1: 168_000_000},
    "f446": {1: 120_000_000, 2: 144_000_000, 3: 168_000_000},
    "f7": {1: 144_000_000, 2: 168_000_000, 3: 180_000_000},
}


class PwrF4(Peripheral):
    """Voltage scaling and over-drive of one line of the F4.

    pll_on: whether the PLL runs, without which the voltage stays at its lowest scale; the family
    wires it to RCC.
    """

    line: ClassVar[str]
    control: ClassVar[Register]

    def __init__(self, system: System, base: int, clocked: Callable[[], bool]) -> None:
        self.pll_on: Callable[[], bool] = lambda: False
        super().__init__(system, "PWR", base, clocked=clocked)

    @property
    def highest_hz(self) -> int:
        """The highest HCLK that the core voltage allows now."""
        return HIGHEST_HZ[self.line].get(self._scale(), 0)

    def _scale(self) -> int:
        return self.get(self.control) >> _VOS_LSB & 3

    def peek(self, offset: int) -> int:
        """The regulator is ready at once."""
        if offset == CSR.offset:
            return super().peek(offset) | CSR.mask("VOSRDY")
        return super().peek(offset)

    def write(self, offset: int, word: int) -> None:
        """VOS keeps its value while the PLL runs."""
        if offset != self.control.offset:
            return
        mask = 3 << _VOS_LSB
        if self.pll_on() and (word ^ self.get(self.control)) & mask:
            self.system.report("PWR: VOS is written while the PLL runs; it is kept.")
            word = word & ~mask | self.get(self.control) & mask
        self.set(self.control, word)


class PwrF401(PwrF4):
    """Of the F401."""

    line: ClassVar = "f401"
    control: ClassVar = CR_F401
    REGISTERS: ClassVar = (CR_F401, CSR)


class PwrF411(PwrF401):
    """Of the F410 to F413 and F423."""

    line: ClassVar = "f411"


class PwrF405(PwrF4):
    """Of the F405 to F417: VOS is one bit, which works with and without the PLL."""

    line: ClassVar = "f405"
    control: ClassVar = CR_F405
    REGISTERS: ClassVar = (CR_F405, CSR)

    def _scale(self) -> int:
        return self.get(self.control) >> _VOS_LSB & 1


class PwrF446(PwrF4):
    """Of the F427 to F439, F446, F469 and F479: with over-drive."""

    line: ClassVar = "f446"
    control: ClassVar = CR_F446
    with_overdrive: ClassVar[Mapping[int, int]] = {1: 120_000_000, 2: 168_000_000, 3: 180_000_000}
    REGISTERS: ClassVar[tuple[Register, ...]] = (CR_F446, CSR_F446)

    @property
    def highest_hz(self) -> int:
        """Over-drive allows more than the voltage scale alone."""
        if self.field(CSR_F446, "ODSWRDY"):
            return self.with_overdrive.get(self._scale(), 0)
        return super().highest_hz

    def write(self, offset: int, word: int) -> None:
        """Over-drive is switched on in two steps, each with its flag: RM0390, section 5.1.4."""
        super().write(offset, word)
        if offset != CR_F446.offset:
            return
        if CR_F446.get(word, "ODSWEN") and not self.field(CSR_F446, "ODRDY"):
            self.system.report("PWR: ODSWEN is set before ODRDY: over-drive does not begin.")
            self.set(CR_F446, CR_F446.put(word, "ODSWEN", 0))
        for enable, flag in (("ODEN", "ODRDY"), ("ODSWEN", "ODSWRDY")):
            self._follow(enable, flag)

    def _follow(self, enable: str, flag: str) -> None:
        if not self.field(CR_F446, enable):
            self._raise(flag, 0)
        elif not self.field(CSR_F446, flag):
            self.system.after(_SETTLING_PS, lambda: self._raise(flag, self.field(CR_F446, enable)))

    def _raise(self, flag: str, value: int) -> None:
        self.set(CSR_F446, CSR_F446.put(self.get(CSR_F446), flag, value))


_LINES: dict[str, type[PwrF4]] = {"01": PwrF401}
_LINES |= dict.fromkeys(("05", "07", "15", "17"), PwrF405)
_LINES |= dict.fromkeys(("10", "11", "12", "13", "23"), PwrF411)


def power_control(part_name: str) -> type[PwrF4]:
    """The model for a part's line."""
    return _LINES.get(part_name[len("stm32f4") :][:2], PwrF446)
