"""Power control of the STM32H7. Sources: RM0433, section 6.8; RM0468 and RM0399, "PWR registers".

What the part is fed from can be chosen once after power-up; the core voltage only after that.
"""

from typing import ClassVar

from generator.simulator.exceptions import Lockup
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

CR1 = Register("CR1", 0x00, 0xF000C000, {"DBP": (8, 1), "SVOS": (14, 2)})
CSR1 = Register("CSR1", 0x04, 0x4000, {"ACTVOSRDY": (13, 1), "ACTVOS": (14, 2)})
CR2 = Register("CR2", 0x08)
CR3 = Register("CR3", 0x0C, 0x6, bits(BYPASS=0, LDOEN=1, USB33DEN=24, USBREGEN=25, USB33RDY=26))
CPUCR = Register("CPUCR", 0x10)
D3CR = Register("D3CR", 0x18, 0x4000, {"VOSRDY": (13, 1), "VOS": (14, 2)})

_BYPASS, _LDO, _SMPS = 1, 2, 4
_SUPPLY_BITS = _BYPASS | _LDO | _SMPS
"""Bit 2 turns the step-down converter on in parts that have one; in others it is a lock, SCUEN."""

_SETTLING_PS = 30 * 10**6
_VOS0, _VOS3, _VOS2, _VOS1 = range(4)
_SUPPLIES = {"ldo": _LDO, "smps": _SMPS}


class PwrH7(Peripheral):
    """Supply and core voltage.

    wired: what feeds the core on this board, "ldo" or "smps". codes_vos0: whether VOS has a code
    for VOS0 (H72x, H73x); the others raise VOS1 by `oden`, which the family wires to SYSCFG.
    """

    REGISTERS: ClassVar = (CR1, CSR1, CR2, CR3, CPUCR, D3CR)

    def __init__(self, system: System, base: int, *, wired: str, codes_vos0: bool) -> None:
        self._wired = wired
        self._codes_vos0 = codes_vos0
        self._supply: int | None = None
        self._supplied = False
        self._settled = True
        self._oden = False
        super().__init__(system, "PWR", base)

    def reset(self) -> None:
        """The voltage is the lowest; the supply stays as it was chosen since power-up."""
        super().reset()
        self._settled = True
        self._oden = False
        if self._supply is not None:
            self.set(CR3, self._supply)

    @property
    def scale(self) -> int:
        """The core voltage now: 0 for VOS0 to 3 for VOS3."""
        if not self._settled:
            return 3
        code = self.field(D3CR, "VOS")
        if self._oden and code == _VOS1:
            return 0
        if code == _VOS0:
            return 0 if self._codes_vos0 else 3
        return {_VOS1: 1, _VOS2: 2}.get(code, 3)

    def set_oden(self, on: bool) -> None:
        """SYSCFG_PWRCR.ODEN is written."""
        if on and self._wired == "smps":
            self.system.report("PWR: VOS0 is asked for, which the SMPS cannot feed.")
        elif on and self.field(D3CR, "VOS") != _VOS1:
            self.system.report("PWR: ODEN is set outside VOS1.")
        if on != self._oden:
            self._oden = on
            self._settle()

    def peek(self, offset: int) -> int:
        """The ready flags rise once the voltage is there."""
        word = super().peek(offset)
        if offset == CSR1.offset:
            word = CSR1.put(word, "ACTVOSRDY", self._supplied and self._settled)
            word = CSR1.put(word, "ACTVOS", self.field(D3CR, "VOS"))
        elif offset == D3CR.offset:
            word = D3CR.put(word, "VOSRDY", self._settled)
        return word

    def write(self, offset: int, word: int) -> None:
        """The supply is taken once, the voltage only with a supply."""
        if offset == CR3.offset:
            self._choose_supply(word)
        elif offset == D3CR.offset:
            self._choose_voltage(word)
        elif offset != CSR1.offset:
            super().write(offset, word)

    def _choose_supply(self, word: int) -> None:
        if self._supply is not None:
            self.set(CR3, word & ~_SUPPLY_BITS | self._supply & _SUPPLY_BITS)
            return
        if word & _SUPPLY_BITS != _SUPPLIES[self._wired]:
            raise Lockup(
                f"PWR_CR3 selects another supply than the board's {self._wired.upper()}: the core "
                "loses its voltage"
            )
        self._supply = word
        self.set(CR3, word)
        self.system.after(_SETTLING_PS, self._become_supplied)

    def _choose_voltage(self, word: int) -> None:
        if not self._supplied:
            self.system.report("PWR: VOS is written before ACTVOSRDY: the voltage stays.")
            return
        changed = D3CR.get(word, "VOS") != self.field(D3CR, "VOS")
        self.set(D3CR, word & D3CR.mask("VOS"))
        if changed:
            self._settle()

    def _settle(self) -> None:
        self._settled = False
        self.system.after(_SETTLING_PS, self._become_settled)

    def _become_supplied(self) -> None:
        self._supplied = True

    def _become_settled(self) -> None:
        self._settled = True
