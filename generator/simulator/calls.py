"""Counts the calls of watched functions, without disturbing their timing."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.simulator import cpu
from generator.simulator.counting import HUNDREDTHS, Counter
from generator.simulator.engine import Engine


@dataclass(frozen=True)
class Call:
    """One call of a function, from its first instruction to its return.

    Interrupts that came in between are counted along.
    """

    symbol: str
    cycles: int
    instructions: int


@dataclass(frozen=True)
class _Open:
    symbol: str
    return_address: int
    stack_pointer: int
    cycles: int
    instructions: int


class CallWatch:
    """Follows calls by the block they enter and the block they return to.

    on_entry: called with the symbol when a call begins.
    """

    def __init__(self, engine: Engine) -> None:
        self.calls: list[Call] = []
        self._engine = engine
        self._entries: dict[int, str] = {}
        self.on_entry: Callable[[str], None] = lambda symbol: None
        self._open: list[_Open] = []

    def watch(self, counter: Counter, symbol: str, address: int) -> None:
        """From now on counts the calls of this function."""
        self._entries[address] = symbol
        counter.watch(address, True)

    def forget_open_calls(self, counter: Counter) -> None:
        """After a reset no call will return."""
        for call in self._open:
            counter.watch(call.return_address, call.return_address in self._entries)
        self._open.clear()

    def entered(self, counter: Counter, block: int) -> None:
        """A watched block is entered: a call begins or ends."""
        stack_pointer = self._engine.register(cpu.SP)
        while self._open and self._returns(self._open[-1], block, stack_pointer):
            self._finish(counter, self._open.pop())
        if block in self._entries:
            return_address = self._engine.register(cpu.LR) & ~1
            self._open.append(
                _Open(
                    self._entries[block],
                    return_address,
                    stack_pointer,
                    counter.cycles,
                    counter.instructions,
                )
            )
            counter.watch(return_address, True)
            self.on_entry(self._entries[block])

    @staticmethod
    def _returns(call: _Open, block: int, stack_pointer: int) -> bool:
        return call.return_address == block and stack_pointer >= call.stack_pointer

    def _finish(self, counter: Counter, call: _Open) -> None:
        still_needed = any(other.return_address == call.return_address for other in self._open)
        if not still_needed and call.return_address not in self._entries:
            counter.watch(call.return_address, False)
        cycles = (counter.cycles - call.cycles) // HUNDREDTHS
        instructions = counter.instructions - call.instructions
        self.calls.append(Call(call.symbol, cycles, instructions))
