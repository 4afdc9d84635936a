"""DBGMCU_IDCODE: which chip this is. Sources: RM0008, section 31.6; RM0432, section 57.6."""

from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register
from generator.simulator.system import System

IDCODE = Register("IDCODE", 0x00)
CR = Register("CR", 0x04)


class Identity(Peripheral):
    """The debug unit's identity register; its control register only keeps what is written."""

    REGISTERS: ClassVar = (IDCODE, CR)

    def __init__(self, system: System, base: int, device_id: int) -> None:
        self._device_id = device_id
        super().__init__(system, "DBGMCU", base)

    def peek(self, offset: int) -> int:
        """The device id, or what has been written."""
        return self._device_id if offset == IDCODE.offset else super().peek(offset)
