"""The peripheral bus: finds the peripheral of an address and keeps unclocked ones silent."""

from collections.abc import Iterable

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.system import System

_GRANULE = 0x400


class Bus:
    """Reads and writes of one, two or four bytes to peripherals."""

    def __init__(self, system: System, peripherals: Iterable[Peripheral]) -> None:
        self._system = system
        self._by_granule: dict[int, list[Peripheral]] = {}
        for peripheral in peripherals:
            last = peripheral.base + peripheral.size - 1
            for granule in range(peripheral.base // _GRANULE, last // _GRANULE + 1):
                self._by_granule.setdefault(granule, []).append(peripheral)

    def read(self, address: int, size: int) -> int:
        """What the processor reads."""
        peripheral = self._at(address, "read")
        if peripheral is None:
            return 0
        offset = address - peripheral.base
        word = peripheral.read(offset & ~3) >> (8 * (offset & 3))
        return word & ((1 << (8 * size)) - 1)

    def write(self, address: int, size: int, value: int) -> None:
        """What the processor writes; a part of a word leaves the rest as it is."""
        peripheral = self._at(address, "written")
        if peripheral is None:
            return
        offset = address - peripheral.base
        shift = 8 * (offset & 3)
        mask = ((1 << (8 * size)) - 1) << shift
        word = (value << shift) & mask
        if size < 4:
            word |= peripheral.peek(offset & ~3) & ~mask
        peripheral.write(offset & ~3, word & 0xFFFFFFFF)

    def _at(self, address: int, verb: str) -> Peripheral | None:
        for peripheral in self._by_granule.get(address // _GRANULE, ()):
            if 0 <= address - peripheral.base < peripheral.size:
                return peripheral if self._has_clock(peripheral) else None
        # One report per block of registers is enough.
        name = f"the unmodelled peripheral at 0x{address & ~(_GRANULE - 1):08X}"
        self._report_once(name, f"{name} is {verb}; it reads as 0 and ignores writes.")
        return None

    def _has_clock(self, peripheral: Peripheral) -> bool:
        if peripheral.clocked():
            return True
        self._report_once(
            peripheral.name,
            f"{peripheral.name} is used before its clock is enabled: it does nothing.",
        )
        return False

    def _report_once(self, name: str, sentence: str) -> None:
        if not any(report.startswith(name) for report in self._system.reports):
            pc = self._system.program_counter()
            self._system.report(f"{sentence} (first at PC 0x{pc:08X})")
