"""The G4's flash interface: wait states, prefetch, two caches. Source: RM0440, section 3.7."""

from typing import ClassVar

from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.registers import Register, bits

ACR = Register(
    "ACR",
    0x00,
    0x40600,
    {"LATENCY": (0, 4), **bits(PRFTEN=8, ICEN=9, DCEN=10, ICRST=11, DCRST=12, DBG_SWEN=18)},
)


class FlashG4(FlashInterface):
    """The caches are on after reset, the prefetch is off."""

    ACR: ClassVar = ACR
    REGISTERS: ClassVar = (
        ACR,
        Register("KEYR", 0x08),
        Register("SR", 0x10),
        Register("CR", 0x14, 0xC0000000),
        Register("OPTR", 0x20, 0xFFEFF8AA),
    )

    def accepted(self, word: int) -> int:
        """Whoever clears DBG_SWEN locks the debugger out until the next reset."""
        if not ACR.get(word, "DBG_SWEN"):
            self.system.report("FLASH: ACR.DBG_SWEN is cleared, so that no debugger can connect.")
        return word
