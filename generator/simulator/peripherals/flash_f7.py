"""The F7's flash interface. Source: RM0385, section 3.7.

The ART accelerator and the prefetch serve the second address of the flash, at the core's
instruction port; what runs from the first goes through the core's own caches.
"""

from typing import ClassVar

from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.registers import Register, bits

ACR = Register("ACR", 0x00, 0, {"LATENCY": (0, 4), **bits(PRFTEN=8, ARTEN=9, ARTRST=11)})


class FlashF7(FlashInterface):
    """All of it is off after reset."""

    ACR: ClassVar = ACR
    REGISTERS: ClassVar = (
        ACR,
        Register("KEYR", 0x04),
        Register("OPTKEYR", 0x08),
        Register("SR", 0x0C),
        Register("CR", 0x10, 0x80000000),
        Register("OPTCR", 0x14, 0xC0FFAAFD),
        Register("OPTCR1", 0x18, 0x00400080),
    )
