"""Ports of the H7: without BRR, and analog after reset. Source: RM0433, section 11.4."""

from typing import ClassVar

from generator.simulator.peripherals.gpio_v2 import BRR, GpioV2


class GpioH7(GpioV2):
    """One port of sixteen pins."""

    REGISTERS: ClassVar = tuple(register for register in GpioV2.REGISTERS if register is not BRR)
