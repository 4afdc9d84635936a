"""Registers of peripherals: their names, offsets and bit fields, checked against the SVD files."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Register:
    """A 32-bit register of a peripheral.

    offset: in bytes from the peripheral's base. reset: its value after reset.
    fields: field name -> (lowest bit, width in bits).
    """

    name: str
    offset: int
    reset: int = 0
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def mask(self, *names: str) -> int:
        """A word with all bits of these fields set."""
        word = 0
        for name in names:
            lowest, width = self.fields[name]
            word |= ((1 << width) - 1) << lowest
        return word

    def get(self, word: int, name: str) -> int:
        """The value of a field in a word read from this register."""
        lowest, width = self.fields[name]
        return (word >> lowest) & ((1 << width) - 1)

    def put(self, word: int, name: str, value: int) -> int:
        """The word with one field replaced."""
        lowest, _ = self.fields[name]
        return (word & ~self.mask(name)) | ((value << lowest) & self.mask(name))


def bits(**lowest: int) -> dict[str, tuple[int, int]]:
    """Fields of one bit each, by their position."""
    return {name: (position, 1) for name, position in lowest.items()}
