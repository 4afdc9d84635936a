"""The bit-band aliases of the Cortex-M3 and M4: a word for each bit (DDI0439, "Bit-banding").

Each alias is 32 MB long and stands for the first megabyte of RAM or of the peripherals.
"""

from dataclasses import dataclass

from generator.simulator.bus import Bus
from generator.simulator.engine import Engine

CORES = ("cortex-m3", "cortex-m4")
_SIZE = 0x02000000
_RAM, _RAM_ALIAS = 0x20000000, 0x22000000
_PERIPHERALS, _PERIPHERALS_ALIAS = 0x40000000, 0x42000000


@dataclass(frozen=True)
class BitBand:
    """Reads and writes of single bits."""

    engine: Engine
    bus: Bus

    def map(self) -> None:
        """From now on the core finds both aliases."""
        self.engine.map_io(_RAM_ALIAS, _SIZE, self._read_ram, self._write_ram)
        self.engine.map_io(_PERIPHERALS_ALIAS, _SIZE, self._read_register, self._write_register)

    def _read_ram(self, address: int, size: int) -> int:
        del size
        byte, bit = _place(address, _RAM_ALIAS, _RAM)
        data = self.engine.read_memory(byte, 1)
        return data[0] >> bit & 1 if data else 0

    def _write_ram(self, address: int, size: int, value: int) -> None:
        del size
        byte, bit = _place(address, _RAM_ALIAS, _RAM)
        data = self.engine.read_memory(byte, 1)
        if data:
            self.engine.write_memory(byte, bytes((data[0] & ~(1 << bit) | (value & 1) << bit,)))

    def _read_register(self, address: int, size: int) -> int:
        del size
        byte, bit = _place(address, _PERIPHERALS_ALIAS, _PERIPHERALS)
        return self.bus.read(byte & ~3, 4) >> (8 * (byte & 3) + bit) & 1

    def _write_register(self, address: int, size: int, value: int) -> None:
        del size
        byte, bit = _place(address, _PERIPHERALS_ALIAS, _PERIPHERALS)
        position = 8 * (byte & 3) + bit
        old = self.bus.read(byte & ~3, 4)
        self.bus.write(byte & ~3, 4, old & ~(1 << position) | (value & 1) << position)


def _place(address: int, alias: int, origin: int) -> tuple[int, int]:
    """(byte, bit) of a word of an alias."""
    offset = address - alias
    return origin + offset // 32, offset // 4 % 8
