"""What the Cortex-M7 has beside other cores: its caches, and a DWT behind a lock.

Sources: ARMv7-M Architecture Reference Manual (DDI0403E), B2.2.7, B3.2.2 and B4.8; Cortex-M7
Technical Reference Manual (DDI0489), "System control"; CoreSight lock access register, DDI0403E
C1.2.
"""

from typing import ClassVar

from generator.boards.caches import DATA_WAYS, INSTRUCTION_WAYS, Caches
from generator.simulator.peripherals.dwt import Dwt
from generator.simulator.peripherals.scb import CCR, Scb
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

CCR_M7 = Register("CCR", CCR.offset, CCR.reset, {**CCR.fields, **bits(DC=16, IC=17, BP=18)})
CLIDR = Register("CLIDR", 0x78)
CTR = Register("CTR", 0x7C)
CCSIDR = Register(
    "CCSIDR", 0x80, 0, {"LineSize": (0, 3), "Associativity": (3, 10), "NumSets": (13, 15)}
)
CSSELR = Register("CSSELR", 0x84, 0, {"InD": (0, 1), "Level": (1, 3)})
ICIALLU = Register("ICIALLU", 0x250)
DCISW = Register("DCISW", 0x260)
DCCSW = Register("DCCSW", 0x26C)
DCCISW = Register("DCCISW", 0x274)
_BY_ADDRESS = tuple(
    Register(name, offset)
    for name, offset in (
        ("ICIMVAU", 0x258), ("DCIMVAC", 0x25C), ("DCCMVAU", 0x264), ("DCCMVAC", 0x268),
        ("DCCIMVAC", 0x270), ("BPIALL", 0x278),
    )
)  # fmt: skip

_CLIDR_WORD = 0x09000003
_CTR_WORD = 0x8303C003
_POLICIES = 0xF << 28  # write through, write back, read and write allocation
_LINE_OF_8_WORDS = 1

LAR = Register("LAR", 0xFB0)
_KEY = 0xC5ACCE55


class ScbM7(Scb):
    """The system control block with the cache registers.

    The caches hold garbage after reset: switching one on that was not emptied first is reported.
    """

    REGISTERS: ClassVar = (
        *(register for register in Scb.REGISTERS if register is not CCR),
        CCR_M7, CLIDR, CTR, CCSIDR, CSSELR, ICIALLU, DCISW, DCCSW, DCCISW, *_BY_ADDRESS,
    )  # fmt: skip

    def __init__(self, system: System, base: int, cpuid: int, ccr: int, caches: Caches) -> None:
        self._caches = caches
        self._emptied: set[int] = set()
        self._instructions_emptied = False
        super().__init__(system, base, cpuid, ccr)
        self.size = 0x300
        system.caches_on = lambda: (self.instruction_cache_on, self.data_cache_on)

    def reset(self) -> None:
        """Both caches off, with unknown content."""
        super().reset()
        self._emptied.clear()
        self._instructions_emptied = False

    @property
    def instruction_cache_on(self) -> bool:
        """CCR.IC."""
        return bool(self.field(CCR_M7, "IC"))

    @property
    def data_cache_on(self) -> bool:
        """CCR.DC."""
        return bool(self.field(CCR_M7, "DC"))

    def peek(self, offset: int) -> int:
        """The identity registers tell the caches of the part."""
        if offset == CCSIDR.offset:
            return self._size_word()
        return {CLIDR.offset: _CLIDR_WORD, CTR.offset: _CTR_WORD}.get(offset) or super().peek(
            offset
        )

    def write(self, offset: int, word: int) -> None:
        """Maintenance takes effect at once; the identity registers are read-only."""
        if offset == ICIALLU.offset:
            self._instructions_emptied = True
        elif offset in (DCISW.offset, DCCISW.offset):
            self._emptied.add(word)
        elif offset not in (CCSIDR.offset, CLIDR.offset, CTR.offset):
            before = (self.instruction_cache_on, self.data_cache_on)
            super().write(offset, word)
            if (self.instruction_cache_on, self.data_cache_on) != before:
                self._switched(*before)

    def _switched(self, instructions_before: bool, data_before: bool) -> None:
        if self.instruction_cache_on and not instructions_before and not self._instructions_emptied:
            self.system.report("SCB: the instruction cache is switched on before it is emptied.")
        lines = self._caches.data_sets * DATA_WAYS
        if self.data_cache_on and not data_before and len(self._emptied) < lines:
            self.system.report("SCB: the data cache is switched on before all of it is emptied.")
        for notify in self.system.on_flash_change:
            notify()

    def _size_word(self) -> int:
        instructions = bool(self.field(CSSELR, "InD"))
        sets = self._caches.instruction_sets if instructions else self._caches.data_sets
        ways = INSTRUCTION_WAYS if instructions else DATA_WAYS
        word = CCSIDR.put(_POLICIES, "LineSize", _LINE_OF_8_WORDS)
        word = CCSIDR.put(word, "Associativity", ways - 1)
        return CCSIDR.put(word, "NumSets", sets - 1)


class DwtM7(Dwt):
    """The cycle counter; it ignores writes until LAR has been given its key."""

    REGISTERS: ClassVar = (*Dwt.REGISTERS, LAR)

    def reset(self) -> None:
        """Locked."""
        super().reset()
        self._locked = True

    def write(self, offset: int, word: int) -> None:
        """Only the key opens it."""
        if offset == LAR.offset:
            self._locked = word != _KEY
        elif self._locked:
            self.system.report("DWT is written while it is locked (DWT_LAR): nothing happens.")
        else:
            super().write(offset, word)
