"""The flash controller of the F0 and F1: its lock, programming by half-words, erasing by pages.

Sources: PM0075, "Unlocking the FPEC block", "Main Flash memory programming" and "Flash memory
erase" (F1); RM0091, section 3.2.2 (F0). All pages are taken to be unprotected; option bytes cannot
be programmed, and the controller's interrupt is missing.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

from generator.boards.facts import Memory
from generator.simulator.clockwork import Event
from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

KEYR = Register("KEYR", 0x04)
SR = Register("SR", 0x0C, 0, bits(BSY=0, PGERR=2, WRPRTERR=4, EOP=5))
CR = Register("CR", 0x10, 0x80, bits(PG=0, PER=1, MER=2, STRT=6, LOCK=7))
AR = Register("AR", 0x14)

_KEYS = (0x45670123, 0xCDEF89AB)
_BLANK = 0xFFFF

# DS5319, "Flash memory characteristics": a half-word typically 52.5 us; an erasure 20 to 40 ms.
_PROGRAMMING_PS = 52_500_000
_ERASING_PS = 30_000_000_000


class HalfWordFlash(FlashInterface):
    """Two keys, in order, open CR; a wrong one is a bus error and keeps it shut until reset.

    memory: the flash. page_bytes: what is erased at once.
    """

    CONTROLLER: ClassVar = (KEYR, SR, CR, AR)

    def __init__(
        self,
        system: System,
        base: int,
        wait_states: Sequence[tuple[int, int]],
        memory: Memory,
        page_bytes: int,
    ) -> None:
        self._memory = memory
        self._page_bytes = page_bytes
        self._working: Event | None = None
        super().__init__(system, base, wait_states)
        system.store_to_flash = self.store

    def reset(self) -> None:
        """Locked, and idle."""
        super().reset()
        self._awaited: list[int] = list(_KEYS)
        if self._working is not None:
            self._working.cancelled = True

    def peek(self, offset: int) -> int:
        """Keys cannot be read back, nor AR."""
        return 0 if offset in (KEYR.offset, AR.offset) else super().peek(offset)

    def write(self, offset: int, word: int) -> None:
        """Status bits are cleared by writing 1; CR is read-only while LOCK is set."""
        if offset == KEYR.offset:
            self._take_key(word)
        elif offset == SR.offset:
            self.set(SR, self.get(SR) & ~(word & SR.mask("PGERR", "WRPRTERR", "EOP")))
        elif offset == CR.offset:
            self._control(word)
        else:
            super().write(offset, word)

    def store(self, address: int, size_bytes: int, value: int) -> bool:
        """A store to the flash; False where it is a bus error.

        It must be a half-word, while PG is set. What is not blank stays as it is, with PGERR,
        unless 0 is written.
        """
        if not self.field(CR, "PG") or size_bytes != 2 or address % 2:
            return False
        old = self.system.read_flash(address, 2)
        if old is None:
            return False
        if int.from_bytes(old, "little") != _BLANK and value & 0xFFFF:
            self.set(SR, self.get(SR) | SR.mask("PGERR"))
            self.system.report(f"FLASH: 0x{address:08X} is programmed, but was not blank: PGERR.")
            return True
        self.system.write_flash(address, (value & 0xFFFF).to_bytes(2, "little"))
        self._work(_PROGRAMMING_PS, lambda: None)
        return True

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
        elif CR.get(word, "STRT") and not self.field(SR, "BSY"):
            self._erase()

    def _erase(self) -> None:
        """Of a page or of all; nothing where neither PER nor MER says which."""
        first, size = self._memory.origin, self._memory.size_bytes
        if not self.field(CR, "MER"):
            first = self.get(AR) // self._page_bytes * self._page_bytes
            size = self._page_bytes if self.field(CR, "PER") else 0
        self._work(_ERASING_PS, lambda: self._blank(first, size))

    def _blank(self, first: int, size: int) -> None:
        self.system.write_flash(first, b"\xff" * size)

    def _work(self, duration_ps: int, complete: Callable[[], None]) -> None:
        """Busy for a time, in which code in the flash stands still."""
        self.set(SR, self.get(SR) | SR.mask("BSY"))
        self._working = self.system.after(duration_ps, lambda: self._finish(complete))
        self.system.stall(duration_ps)

    def _finish(self, complete: Callable[[], None]) -> None:
        complete()
        self.set(CR, CR.put(self.get(CR), "STRT", 0))
        self.set(SR, self.get(SR) & ~SR.mask("BSY") | SR.mask("EOP"))
