"""Ports of the F2, F4 and F7: without BRR, and inputs after reset. Source: RM0390, section 7.4."""

from typing import ClassVar

from generator.simulator.peripherals.gpio_v2 import BRR, MODER, GpioV2

_RESET_MODES = {"a": 0xA8000000, "b": 0x00000280}
"""Ports A and B hold the debug pins, which start in alternate function."""


class GpioF4(GpioV2):
    """One port of sixteen pins."""

    REGISTERS: ClassVar = tuple(register for register in GpioV2.REGISTERS if register is not BRR)

    def reset(self) -> None:
        """All pins inputs but the debug pins."""
        super().reset()
        self.set(MODER, _RESET_MODES.get(self.name[-1].lower(), 0))
