"""The memory protection unit, as privileged code meets it.

Sources: Architecture Reference Manuals of ARMv6-M (DDI0419), B3.5, ARMv7-M (DDI0403E), B3.5, and
ARMv8-M (DDI0553), D1.2 "MPU_…".
Thread mode is taken to be privileged, so the permissions of privileged code count.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

BASE = 0xE000ED90
_SIZE = 0x38

TYPE = Register("MPU_TYPER", 0x00, 0, {"DREGION": (8, 8)})
CTRL = Register("MPU_CTRL", 0x04, 0, bits(ENABLE=0, HFNMIENA=1, PRIVDEFENA=2))
RNR = Register("MPU_RNR", 0x08, 0, {"REGION": (0, 8)})
RBAR = Register("MPU_RBAR", 0x0C, 0, {"REGION": (0, 4), "VALID": (4, 1), "ADDR": (5, 27)})
RASR = Register(
    "MPU_RASR", 0x10, 0, {**bits(ENABLE=0, XN=28), "SIZE": (1, 5), "SRD": (8, 8), "AP": (24, 3)}
)
RBAR_V8 = Register("MPU_RBAR", 0x0C, 0, {"XN": (0, 1), "AP": (1, 2), "BASE": (5, 27)})
RLAR_V8 = Register("MPU_RLAR", 0x10, 0, {"EN": (0, 1), "LIMIT": (5, 27)})
_ALIAS_BYTES = 8
_ALIASES = range(0x0C, 0x2C, 4)
_PRIVATE = range(0xE0000000, 0xE0100000)
_SUBREGIONS = 8
_LEAST_DIVIDED_BYTES = 256


@dataclass(frozen=True)
class Rights:
    """What privileged code may do at an address."""

    read: bool
    write: bool
    execute: bool


ALL = Rights(True, True, True)
NOTHING = Rights(False, False, False)


class Mpu(Peripheral):
    """Registers of either architecture; regions: how many the chip has, 0 for no MPU.

    on_change: called when rights may have changed.
    """

    REGISTERS: ClassVar = (TYPE, CTRL, RNR)

    def __init__(self, system: System, regions: int) -> None:
        self._regions = regions
        self._in_hard_fault = False
        self.on_change: Callable[[], None] = lambda: None
        self._table: list[tuple[int, int]] = [(0, 0)] * regions
        super().__init__(system, "MPU", BASE, size=_SIZE)

    def reset(self) -> None:
        """Off, and without regions."""
        super().reset()
        self.set(TYPE, self._regions << 8)
        self._table = [(0, 0)] * self._regions
        self.on_change()

    @property
    def enabled(self) -> bool:
        """CTRL.ENABLE; in the handlers of HardFault and NMI only with CTRL.HFNMIENA."""
        suspended = self._in_hard_fault and not self.field(CTRL, "HFNMIENA")
        return bool(self.field(CTRL, "ENABLE")) and not suspended

    def follow_handlers(self, in_hard_fault: bool) -> None:
        """Handlers have been entered or left; in_hard_fault: one of HardFault or NMI is active."""
        if in_hard_fault == self._in_hard_fault:
            return
        before = self.enabled
        self._in_hard_fault = in_hard_fault
        if self.enabled != before:
            self.on_change()

    def rights(self, address: int) -> Rights:
        """What may be done at an address."""
        if not self.enabled or address in _PRIVATE:
            return ALL
        found = [r for r in (self.within(b, a, address) for b, a in self._table) if r]
        return self.choose(found) or (ALL if self.field(CTRL, "PRIVDEFENA") else NOTHING)

    @abstractmethod
    def within(self, base: int, attributes: int, address: int) -> Rights | None:
        """The rights that one region's two registers give there; None outside of it."""

    def boundaries(self) -> set[int]:
        """The addresses at which rights may change."""
        if not self.enabled:
            return set()
        return {cut for b, a in self._table for cut in self.cuts(b, a)}

    @abstractmethod
    def cuts(self, base: int, attributes: int) -> Iterable[int]:
        """The addresses at which what one region's two registers give may change."""

    @abstractmethod
    def choose(self, found: list[Rights]) -> Rights | None:
        """The rights where these regions overlap, in the order of their numbers."""

    def peek(self, offset: int) -> int:
        """RBAR, RASR and RLAR are those of the region that RNR names."""
        number = self._number(offset)
        if number is None:
            return super().peek(offset)
        return self._table[number][offset // 4 % 2 == 0]

    def write(self, offset: int, word: int) -> None:
        """TYPE cannot be written; without regions nothing can."""
        number = self._number(offset)
        if number is not None:
            self.write_region(number, offset // 4 % 2 == 0, word)
        elif offset != TYPE.offset and self._regions:
            super().write(offset, word)
        self.on_change()

    def write_region(self, number: int, is_attributes: bool, word: int) -> None:
        """Stores one of a region's registers."""
        base, attributes = self._table[number]
        self._table[number] = (base, word) if is_attributes else (word, attributes)

    def _number(self, offset: int) -> int | None:
        """The region that a register at this offset belongs to."""
        if offset not in _ALIASES or not self._regions:
            return None
        alias = (offset - RBAR.offset) // _ALIAS_BYTES
        return (self.alias_base() + alias) % self._regions

    def alias_base(self) -> int:
        """The region of the first pair of registers."""
        return self.get(RNR) & 0xFF


class MpuV7(Mpu):
    """Regions of a power of two, with subregions; the highest number wins."""

    LEAST_BYTES: ClassVar = 32

    def within(self, base: int, attributes: int, address: int) -> Rights | None:
        """AP: DDI0403E, table B3-15."""
        size = self._size_bytes(attributes)
        offset = address - self._origin(base, size)
        if not 0 <= offset < size:
            return None
        divided = size >= _LEAST_DIVIDED_BYTES
        if divided and RASR.get(attributes, "SRD") >> (offset * _SUBREGIONS // size) & 1:
            return None
        permission = RASR.get(attributes, "AP")
        read, write = permission not in (0, 4), permission in (1, 2, 3)
        return Rights(read, write, read and not RASR.get(attributes, "XN"))

    def cuts(self, base: int, attributes: int) -> Iterable[int]:
        """Those of its subregions."""
        size = self._size_bytes(attributes)
        first = self._origin(base, size)
        return range(first, first + size + 1, max(size // _SUBREGIONS, 1)) if size else ()

    def _size_bytes(self, attributes: int) -> int:
        """0 for a region that is off, or smaller than the architecture has them."""
        size = 2 << RASR.get(attributes, "SIZE")
        return size if RASR.get(attributes, "ENABLE") and size >= self.LEAST_BYTES else 0

    @staticmethod
    def _origin(base: int, size: int) -> int:
        return base & ~(max(size, 1) - 1) & 0xFFFFFFE0

    def choose(self, found: list[Rights]) -> Rights | None:
        """The highest number wins."""
        return found[-1] if found else None

    def write_region(self, number: int, is_attributes: bool, word: int) -> None:
        """RBAR with VALID names its region itself, and RNR follows."""
        if not is_attributes and RBAR.get(word, "VALID"):
            number = RBAR.get(word, "REGION") % self._regions
            self.set(RNR, number)
        super().write_region(number, is_attributes, word if is_attributes else word & ~0x1F)


class MpuV6(MpuV7):
    """As on the Cortex-M0+: regions have at least 256 bytes, and RBAR and RASR no aliases."""

    LEAST_BYTES: ClassVar = 256

    def write_region(self, number: int, is_attributes: bool, word: int) -> None:
        """DDI0419, B3.5.9: a smaller SIZE is reserved; it makes no region here."""
        super().write_region(number, is_attributes, word)
        enabled = is_attributes and RASR.get(word, "ENABLE")
        if enabled and 2 << RASR.get(word, "SIZE") < self.LEAST_BYTES:
            self.system.report(
                "MPU: a region of the Cortex-M0+ has at least 256 bytes; a smaller one is ignored."
            )

    def _number(self, offset: int) -> int | None:
        own = offset in (RBAR.offset, RASR.offset)
        return super()._number(offset) if own else None


class MpuV8(Mpu):
    """Regions from a base to a limit; where two overlap nothing is allowed."""

    def within(self, base: int, attributes: int, address: int) -> Rights | None:
        """AP: DDI0553, MPU_RBAR."""
        inside = base & ~0x1F <= address <= attributes | 0x1F
        if not attributes & 1 or not inside:
            return None
        write = not RBAR_V8.get(base, "AP") & 2
        return Rights(True, write, not RBAR_V8.get(base, "XN"))

    def cuts(self, base: int, attributes: int) -> Iterable[int]:
        """Where it begins and ends."""
        return (base & ~0x1F, (attributes | 0x1F) + 1) if attributes & 1 else ()

    def choose(self, found: list[Rights]) -> Rights | None:
        """Overlapping regions fault."""
        return NOTHING if len(found) > 1 else next(iter(found), None)

    def alias_base(self) -> int:
        """The first pair is RNR's own region; the further ones replace its lowest two bits."""
        return self.get(RNR) & 0xFC

    def _number(self, offset: int) -> int | None:
        own = offset in (RBAR_V8.offset, RLAR_V8.offset) and self._regions
        return self.get(RNR) % self._regions if own else super()._number(offset)
