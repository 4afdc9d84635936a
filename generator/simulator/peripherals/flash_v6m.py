"""The flash interfaces of the F0 and the G0. Sources: RM0091 3.5.1, RM0444 3.7.1."""

from typing import ClassVar

from generator.simulator.peripherals.flash_half_words import HalfWordFlash
from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.registers import Register, bits

ACR_F0 = Register("ACR", 0x00, 0x30, {"LATENCY": (0, 3), **bits(PRFTBE=4, PRFTBS=5)})
ACR_G0 = Register("ACR", 0x00, 0x00040600, {"LATENCY": (0, 3), **bits(PRFTEN=8, ICEN=9, ICRST=11)})


class FlashF0(HalfWordFlash):
    """A prefetch buffer, on after reset, and no cache."""

    ACR: ClassVar = ACR_F0
    REGISTERS: ClassVar = (
        ACR_F0,
        *HalfWordFlash.CONTROLLER,
        Register("OPTKEYR", 0x08),
        Register("OBR", 0x1C, 0x03FFFFF2),
        Register("WRPR", 0x20, 0xFFFFFFFF),
    )

    def accepted(self, word: int) -> int:
        """PRFTBS follows PRFTBE."""
        return ACR_F0.put(word, "PRFTBS", ACR_F0.get(word, "PRFTBE"))


class FlashG0(FlashInterface):
    """A small instruction cache, on after reset, and a prefetch that is off."""

    ACR: ClassVar = ACR_G0
    REGISTERS: ClassVar = (
        ACR_G0,
        Register("KEYR", 0x08),
        Register("OPTKEYR", 0x0C),
        Register("SR", 0x10),
        Register("CR", 0x14, 0xC0000000),
        Register("OPTR", 0x20, 0xDFFFE1AA),
    )
