"""The one register of the STM32H74x and H75x's SYSCFG that counts here. Source: RM0433, 12.3.11."""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

PWRCR = Register("PWRCR", 0x2C, 0, bits(ODEN=0))


class SyscfgH7(Peripheral):
    """PWRCR.ODEN raises the core voltage; set_oden is told of it."""

    REGISTERS: ClassVar = (PWRCR,)

    def __init__(
        self,
        system: System,
        base: int,
        *,
        clocked: Callable[[], bool],
        set_oden: Callable[[bool], None],
    ) -> None:
        self._set_oden = set_oden
        super().__init__(system, "SYSCFG", base, clocked=clocked)

    def write(self, offset: int, word: int) -> None:
        """Passes ODEN on."""
        super().write(offset, word)
        if offset == PWRCR.offset:
            self._set_oden(bool(self.field(PWRCR, "ODEN")))
