"""What the ports of all families have in common: somebody may watch their pins."""

from abc import abstractmethod
from collections.abc import Callable

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.system import System

PINS = 16


class PinPort(Peripheral):
    """A port of sixteen pins. watcher: called with the port after each write to it."""

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
        """What the write does."""
        super().write(offset, word)
