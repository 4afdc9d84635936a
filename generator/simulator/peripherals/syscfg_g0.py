"""The one register of the STM32G0's SYSCFG that counts here. Source: RM0444, SYSCFG_CFGR1."""

from typing import ClassVar

from generator.boards.facts import Pin
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits

CFGR1 = Register("CFGR1", 0x00, 0, bits(PA11_RMP=3, PA12_RMP=4))


class SyscfgG0(Peripheral):
    """CFGR1 swaps PA11 for PA9 and PA12 for PA10, in packages with one place for both."""

    REGISTERS: ClassVar = (CFGR1,)

    def hidden(self, usual: Pin) -> bool:
        """Whether that pin, PA11 or PA12, still holds the place of the other."""
        return not self.field(CFGR1, f"{usual}_RMP")
