"""Skips the time that a firmware spends polling a register that does not change.

Two polls of the same register with the same value, the same instruction, the same core registers
and the same memory, and no write to a peripheral in between, will repeat exactly until something
outside the processor happens. The time up to then passes in whole turns of the loop, so that
cycles and instructions come out as if every turn had been executed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.simulator.instruction import Instruction, Kind

_FIRST_TRY = 8
_MOST_BLOCKS = 32
"""Of a loop that waits in memory; what is longer is work."""


@dataclass(frozen=True)
class Moment:
    """The state of the processor at a poll; equal moments continue equally.

    place: block and position in it. registers, memory: their contents. turn: the instructions of
    the block where it stores nothing and branches to itself; memory is left out then, as it
    cannot have changed when just one turn lies between two polls. Otherwise 0.
    """

    place: tuple[int, int]
    registers: tuple[int, ...]
    memory: tuple[bytes, ...]
    turn: int


def loops_without_storing(block: tuple[Instruction, ...]) -> bool:
    """Whether a block branches to itself and writes no memory."""
    stores = any(i.kind in (Kind.STORE, Kind.STORE_MULTIPLE) for i in block)
    return bool(block) and not stores and ("constant", block[0].address) in block[-1].operands


def turn_of_waiting(
    advance: Callable[[], bool],
    registers: Callable[[], tuple[int, ...]],
    memory: Callable[[], tuple[bytes, ...]],
    counts: Callable[[], tuple[int, int]],
) -> tuple[int, int] | None:
    """(cost, instructions) of one turn of a loop that waits for something in memory, or None.

    advance: executes one block; False where it did more than compute. registers, memory: their
    contents: where both repeat, so does everything up to the next event.
    """
    begin, content = registers(), memory()
    begin_cost, begin_instructions = counts()
    for _ in range(_MOST_BLOCKS):
        if not advance():
            return None
        if registers() == begin and memory() == content:
            cost, instructions = counts()
            return cost - begin_cost, instructions - begin_instructions
    return None


class IdleDetector:
    """Watches reads of peripherals for a loop that only waits.

    moment: takes the present state. counts: (cost, instructions) so far. skip: lets a number of
    turns of (cost, instructions) pass, as many as fit before the next event.
    """

    def __init__(
        self,
        moment: Callable[[], Moment],
        counts: Callable[[], tuple[int, int]],
        skip: Callable[[int, int], None],
    ) -> None:
        self._moment = moment
        self._counts = counts
        self._skip = skip
        self._waited_on: set[int] = set()
        self.disturb()

    def disturb(self) -> None:
        """Something has changed: start watching anew."""
        self._poll: tuple[int, int] | None = None
        self._repeats = 0
        self._next_try = _FIRST_TRY
        self._before: tuple[Moment, tuple[int, int]] | None = None

    def observe(self, address: int, value: int) -> None:
        """The processor has read a value from a peripheral."""
        if (address, value) != self._poll:
            self.disturb()
            self._poll = (address, value)
            self._next_try = 1 if address in self._waited_on else _FIRST_TRY
            return
        self._repeats += 1
        if self._repeats >= self._next_try:
            self._compare(address)

    def _compare(self, address: int) -> None:
        now = (self._moment(), self._counts())
        if self._before is None:
            self._before = now
            return
        (old, (old_cost, old_instructions)), self._before = self._before, None
        moment, (cost, instructions) = now
        passed = instructions - old_instructions
        if old == moment and cost > old_cost and moment.turn in (0, passed):
            self._skip(cost - old_cost, passed)
            self._waited_on.add(address)
            self._next_try = self._repeats + 1
        else:
            self._next_try = 2 * self._repeats
