"""What every peripheral has: a place on the bus, registers, perhaps a clock that must be on."""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.registers import Register
from generator.simulator.system import System


class Peripheral:
    """A block of registers on the bus.

    REGISTERS: those that are modelled; what is written to them can be read back unless a
    subclass says otherwise. Other offsets of the peripheral read as 0 and ignore writes.
    """

    REGISTERS: ClassVar[tuple[Register, ...]] = ()

    def __init__(
        self,
        system: System,
        name: str,
        base: int,
        *,
        size: int = 0x400,
        clocked: Callable[[], bool] = lambda: True,
    ) -> None:
        self.system = system
        self.name = name
        self.base = base
        self.size = size
        self.clocked = clocked
        self.values: dict[int, int] = {}
        self.reset()

    def reset(self) -> None:
        """Sets all registers to their reset values."""
        self.values = {register.offset: register.reset for register in self.REGISTERS}

    def get(self, register: Register) -> int:
        """The stored word of a register."""
        return self.values[register.offset]

    def set(self, register: Register, word: int) -> None:
        """Stores the word of a register."""
        self.values[register.offset] = word & 0xFFFFFFFF

    def field(self, register: Register, name: str) -> int:
        """The value of one field of a register."""
        return register.get(self.values[register.offset], name)

    def read(self, offset: int) -> int:
        """A word is read by the processor, with all that follows from it."""
        return self.peek(offset)

    def write(self, offset: int, word: int) -> None:
        """A word is written by the processor."""
        if offset in self.values:
            self.values[offset] = word

    def peek(self, offset: int) -> int:
        """The word at an offset, without side effects."""
        return self.values.get(offset, 0)
