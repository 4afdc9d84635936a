"""The F1's flash interface. Sources: RM0008, section 3.3.3; PM0075."""

from typing import ClassVar

from generator.simulator.peripherals.flash_half_words import HalfWordFlash
from generator.simulator.registers import Register, bits

ACR = Register("ACR", 0x00, 0x30, {"LATENCY": (0, 3), **bits(HLFCYA=3, PRFTBE=4, PRFTBS=5)})


class FlashF1(HalfWordFlash):
    """A prefetch buffer, on after reset, and no cache."""

    ACR: ClassVar = ACR
    REGISTERS: ClassVar = (
        ACR,
        *HalfWordFlash.CONTROLLER,
        Register("OPTKEYR", 0x08),
        Register("OBR", 0x1C, 0x03FFFFFC),
        Register("WRPR", 0x20, 0xFFFFFFFF),
    )

    def accepted(self, word: int) -> int:
        """PRFTBS follows PRFTBE."""
        return ACR.put(word, "PRFTBS", ACR.get(word, "PRFTBE"))
