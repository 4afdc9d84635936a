"""The lock of the flash controller of the F0 and F1, and its status bits.

Sources: PM0075, "Unlocking the FPEC block" and "FLASH_SR" (F1); RM0091, section 3.2.2 (F0).
"""

from typing import ClassVar

from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.registers import Register, bits

KEYR = Register("KEYR", 0x04)
SR = Register("SR", 0x0C, 0, bits(BSY=0, PGERR=2, WRPRTERR=4, EOP=5))
CR = Register("CR", 0x10, 0x80, bits(PG=0, PER=1, MER=2, STRT=6, LOCK=7))

_KEYS = (0x45670123, 0xCDEF89AB)


class FlashWithKeys(FlashInterface):
    """Two keys, in order, open CR; a wrong one is a bus error and keeps it shut until reset."""

    KEYS_AND_STATUS: ClassVar = (KEYR, SR, CR)

    def reset(self) -> None:
        """Locked."""
        super().reset()
        self._awaited: list[int] = list(_KEYS)

    def peek(self, offset: int) -> int:
        """Keys cannot be read back."""
        return 0 if offset == KEYR.offset else super().peek(offset)

    def write(self, offset: int, word: int) -> None:
        """Status bits are cleared by writing 1; CR is read-only while LOCK is set."""
        if offset == KEYR.offset:
            self._take_key(word)
        elif offset == SR.offset:
            self.set(SR, self.get(SR) & ~word)
        elif offset == CR.offset:
            self._control(word)
        else:
            super().write(offset, word)

    def _take_key(self, word: int) -> None:
        if self._awaited[:1] != [word]:
            self._awaited = []
            self.system.report("FLASH: a wrong key keeps it locked until reset; a bus error.")
            self.system.bus_error()
        else:
            self._awaited = self._awaited[1:]
            if not self._awaited:
                self.set(CR, CR.put(self.get(CR), "LOCK", 0))

    def _control(self, word: int) -> None:
        if self.field(CR, "LOCK"):
            self.system.report("FLASH: CR is written while it is locked, which changes nothing.")
            return
        self.set(CR, word)
        if self.field(CR, "LOCK"):
            self._awaited = list(_KEYS)
