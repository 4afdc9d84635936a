"""Where inside a block the processor is when it accesses a peripheral.

The emulator tells a peripheral's callback only the block. The instruction is found by its address:
the block's loads and stores are walked in order, and the first behind the previous access that
fits in direction, size and address (computed from the registers as they are now) is taken.
"""

from collections.abc import Callable

from generator.simulator.instruction import Instruction, Kind, Memory

_READS = (Kind.LOAD, Kind.LOAD_MULTIPLE)
_WRITES = (Kind.STORE, Kind.STORE_MULTIPLE)


class AccessLocator:
    """Follows the accesses of one execution of a block."""

    def __init__(self, register: Callable[[int], int]) -> None:
        self._register = register
        self._accesses: list[tuple[int, bool]] = []
        self._located: tuple[int, int] = (0, 0)
        self._execution = -1

    def note(self, execution: int, address: int, writes: bool) -> None:
        """The processor accesses a peripheral; `execution` tells runs of blocks apart."""
        if execution != self._execution:
            self._execution = execution
            self._accesses.clear()
            self._located = (0, 0)
        self._accesses.append((address, writes))

    @property
    def position(self) -> int:
        """How many accesses this execution of the block has made."""
        return len(self._accesses)

    def program_counter(self, block: tuple[Instruction, ...]) -> int | None:
        """The instruction that makes the latest access; None where none fits."""
        address, writes = self._accesses[-1]
        floor, known = self._located
        if known == len(self._accesses):
            return floor
        for instruction in block:
            later = instruction.address > floor or instruction.words > 1
            if later and instruction.address >= floor and self._fits(instruction, address, writes):
                self._located = (instruction.address, len(self._accesses))
                return instruction.address
        return None

    def extent(self, instruction: Instruction) -> range:
        """The bytes that an instruction is about to access; none where it accesses nothing."""
        if instruction.memory is None:
            return range(0)
        first = self._address(instruction, instruction.memory)
        if instruction.kind is Kind.TABLE_BRANCH:
            return range(first, first + (2 if instruction.name == "tbh" else 1))
        single = instruction.words == 1
        return range(first, first + (instruction.width if single else 4 * instruction.words))

    def _fits(self, instruction: Instruction, address: int, writes: bool) -> bool:
        if instruction.kind not in (_WRITES if writes else _READS) or instruction.memory is None:
            return False
        first = self._address(instruction, instruction.memory)
        return first <= address < first + max(4 * instruction.words, 1)

    def _address(self, instruction: Instruction, memory: Memory) -> int:
        base = self._register(memory.base) if memory.base != 15 else instruction.address + 4 & ~3
        offset = 0 if memory.post else memory.displacement
        if memory.index >= 0:
            offset += self._register(memory.index) << memory.shift
        return (base + offset) & 0xFFFFFFFF
