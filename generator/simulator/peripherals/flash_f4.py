"""The F4's flash interface: wait states, prefetch, two caches. Source: RM0390, section 3.8.1."""

from typing import ClassVar

from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.registers import Register, bits

ACR = Register(
    "ACR",
    0x00,
    0,
    {"LATENCY": (0, 3), **bits(PRFTEN=8, ICEN=9, DCEN=10, ICRST=11, DCRST=12)},
)


class FlashF4(FlashInterface):
    """All of it is off after reset."""

    ACR: ClassVar = ACR
    REGISTERS: ClassVar = (
        ACR,
        Register("KEYR", 0x04),
        Register("OPTKEYR", 0x08),
        Register("SR", 0x0C),
        Register("CR", 0x10, 0x80000000),
        Register("OPTCR", 0x14, 0x0FFFAAED),
    )
