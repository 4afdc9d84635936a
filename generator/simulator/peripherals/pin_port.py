"""What the ports of all families have in common: somebody may watch their pins."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register
from generator.simulator.system import System

PINS = 16


class PinPort(Peripheral):
    """A port of sixteen pins. watcher: called with the port after each write to it."""

    IDR: ClassVar[Register]
    ODR: ClassVar[Register]
    BSRR: ClassVar[Register]
    BRR: ClassVar[Register]

    def __init__(
        self, system: System, name: str, base: int, *, clocked: Callable[[], bool]
    ) -> None:
        self.watcher: Callable[[PinPort], None] = lambda port: None
        super().__init__(system, name, base, clocked=clocked)

    @abstractmethod
    def driven(self) -> tuple[int, int]:
        """(a bit for each pin that is an output, the levels that they have)."""

    def write(self, offset: int, word: int) -> None:
        """A word is written by the processor."""
        self.change(offset, word)
        self.watcher(self)

    def change(self, offset: int, word: int) -> None:
        """BSRR and, where there is one, BRR set and clear bits of ODR; IDR is only read."""
        if offset not in self.values or offset == self.IDR.offset:
            return
        if offset == self.BSRR.offset:
            self.set(self.ODR, self.get(self.ODR) & ~(word >> 16) | word & 0xFFFF)
        elif offset == self.BRR.offset:
            self.set(self.ODR, self.get(self.ODR) & ~(word & 0xFFFF))
        else:
            super().write(offset, word)
