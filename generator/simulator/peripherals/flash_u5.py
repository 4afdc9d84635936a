"""The U5's flash interface and the cache in front of it.

Sources: RM0456, section 7.9 (FLASH) and section 8.7 (ICACHE).
"""

from typing import ClassVar

from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

ACR = Register("ACR", 0x00, 0x1, {"LATENCY": (0, 4), **bits(PRFTEN=8, LPM=11)})
CR = Register("CR", 0x00, 0x4, bits(EN=0, CACHEINV=1, WAYSEL=2))
SR = Register("SR", 0x04, 0x1, bits(BUSYF=0, BSYENDF=1, ERRF=2))
FCR = Register("FCR", 0x0C, 0, bits(CBSYENDF=1, CERRF=2))

_EMPTYING_PS = 5_000_000
"""Not in the manual: 256 sets, one in a cycle, would take this long at about 50 MHz."""


class FlashU5(FlashInterface):
    """Wait states and prefetch; the cache is a peripheral of its own."""

    ACR: ClassVar = ACR
    REGISTERS: ClassVar = (
        ACR,
        Register("NSSR", 0x20),
        Register("NSCR", 0x28, 0xC0000000),
        Register("OPTR", 0x40, 0x1FEFF8AA),
    )


class Icache(Peripheral):
    """8 KiB in two ways of 16-byte lines, off after reset."""

    REGISTERS: ClassVar = (CR, SR, FCR)

    def __init__(self, system: System, base: int) -> None:
        super().__init__(system, "ICACHE", base)

    @property
    def enabled(self) -> bool:
        """CR.EN."""
        return bool(self.field(CR, "EN"))

    def reset(self) -> None:
        """It empties itself after every reset."""
        super().reset()
        self._empty()

    def write(self, offset: int, word: int) -> None:
        """CACHEINV empties it; EN is refused meanwhile."""
        if offset != CR.offset:
            if offset == FCR.offset:
                self.set(SR, self.get(SR) & ~word)
            return
        if CR.get(word, "EN") and self.field(SR, "BUSYF"):
            self.system.report("ICACHE: it is switched on while it is emptied: it stays off.")
            word &= ~CR.mask("EN")
        before = self.enabled
        self.set(CR, word & ~CR.mask("CACHEINV"))
        if CR.get(word, "CACHEINV"):
            self._empty()
        if self.enabled != before:
            for notify in self.system.on_flash_change:
                notify()

    def _empty(self) -> None:
        self.set(SR, self.get(SR) | SR.mask("BUSYF"))
        self.system.after(_EMPTYING_PS, self._emptied)

    def _emptied(self) -> None:
        self.set(SR, self.get(SR) & ~SR.mask("BUSYF") | SR.mask("BSYENDF"))
