"""Counting cycles and instructions block by block: natively where a compiler is, else in Python.

Both counters follow the same rules and give the same counts; `native/counter.c` holds them in C.
Costs are in hundredths of a cycle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from generator.simulator.clockwork import NEVER
from generator.simulator.cpu import CORE_REGISTERS
from generator.simulator.engine import Engine

HUNDREDTHS = 100
"""Costs are kept in this fraction of a cycle: the rules have been fitted to measurements."""


@dataclass(frozen=True)
class Load:
    """An access whose address follows from the registers and memory at the start of its block.

    address = constant + sum(scale * value) modulo 2**32; at most three terms. Values 0 to 15 are
    core registers, FIRST_SLOT + n is what an earlier access of the block has read into slot n.
    slot: where to keep what is read here, or -1. width: its bytes, negative for a signed value.
    words: how many bus reads it makes, at consecutive words; 0 for a store.
    aligned_at: the instruction's address where it faults unless the address is a multiple of
    `alignment`, else 0.
    """

    constant: int
    words: int
    terms: tuple[tuple[int, int], ...]
    aligned_at: int = 0
    slot: int = -1
    width: int = 4
    alignment: int = 4


@dataclass(frozen=True)
class Edge:
    """What going from one block to the next costs, and what the next block reads.

    cost: of the block that is left, by the way it is left; below zero where it is a single load
    that makes the next one cheaper. instructions: in that block.
    unmasks: whether that block may have changed PRIMASK or BASEPRI. floats_at: in the next block,
    the first instruction that uses floating-point registers, or the IT it depends on; 0 for none.
    """

    cost: int
    instructions: int
    loads: tuple[Load, ...] = ()
    unmasks: bool = False
    floats_at: int = 0


@dataclass(frozen=True)
class DataFlash:
    """How data reads from flash are charged.

    origins: the addresses at which the flash appears. line_bytes, lines: of the data cache in
    front of it; no lines: every read pays. sets: that the lines are divided into, a power of two.
    read_cost: hundredths of a cycle that a read takes longer when it misses.
    """

    origins: tuple[int, int]
    size_bytes: int
    read_cost: int
    line_bytes: int = 8
    lines: int = 0
    sets: int = 1


NO_STALLS = DataFlash((0, 0), 0, 0)


FIRST_SLOT = 16
SLOTS = 16


class Counter(Protocol):
    """What the machine asks of a counter.

    cycles, instructions: up to the start of `block`. deadline: in hundredths of a cycle; the
    emulator stops at the first block that starts at or after it. block: the address of the block
    being executed, 0 for none. stop_on_unmask: an interrupt waits for PRIMASK or BASEPRI.
    misaligned_at: the instruction that would fault because of its address, before whose block the
    emulator has stopped; 0 for none. stop_on_floats: floating-point registers wait to be stored.
    floats_at: the instruction that wants them, before whose block the emulator has stopped, or 0.
    ignore_alignment: do not stop for those.
    flash_reads, flash_misses: replayed data reads that reached the flash, and that paid.
    """

    cycles: int
    instructions: int
    deadline: int
    block: int
    block_size: int
    stop_on_unmask: int
    misaligned_at: int
    stop_on_floats: int
    floats_at: int
    ignore_alignment: int
    flash_reads: int
    flash_misses: int

    def configure(self, flash: DataFlash) -> None:
        """Sets the flash's stalls and forgets all edges."""

    def watch(self, block: int, watched: bool) -> None:
        """Calls `on_watched` whenever this block is entered."""

    def close(self) -> None:
        """Gives memory back."""


Resolve = Callable[[int, int, int, int], Edge | None]
"""(block that is left or 0, its size, next block, its size) -> its edge, None to stop there."""


@dataclass
class PythonCounter:
    """Counts in a Python callback: about 2 million instructions a second."""

    engine: Engine
    resolve: Resolve
    on_watched: Callable[[int], None]
    cycles: int = 0
    instructions: int = 0
    deadline: int = NEVER
    block: int = 0
    block_size: int = 0
    stop_on_unmask: int = 0
    misaligned_at: int = 0
    stop_on_floats: int = 0
    floats_at: int = 0
    ignore_alignment: int = 0
    flash_reads: int = 0
    flash_misses: int = 0
    _flash: DataFlash = NO_STALLS
    _edges: dict[tuple[int, int], Edge] = field(default_factory=dict)
    _watched: set[int] = field(default_factory=set)
    _sets: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine.hook_blocks(self._on_block)

    def configure(self, flash: DataFlash) -> None:
        """Sets the flash's stalls and forgets all edges."""
        self._flash = flash
        self._edges.clear()
        self._sets.clear()

    def watch(self, block: int, watched: bool) -> None:
        """Calls `on_watched` whenever this block is entered."""
        if watched:
            self._watched.add(block)
        else:
            self._watched.discard(block)

    def close(self) -> None:
        """Nothing to give back."""

    def _on_block(self, address: int, size: int) -> None:
        edge = self._edges.get((self.block, address))
        if edge is None:
            edge = self.resolve(self.block, self.block_size, address, size)
            if edge is None:
                self.engine.stop()
                return
            self._edges[(self.block, address)] = edge
        came_from = self.block
        self.cycles += edge.cost
        self.instructions += edge.instructions
        self.block, self.block_size = address, size
        if came_from and address in self._watched:
            self.on_watched(address)
        due = self.cycles >= self.deadline or (edge.unmasks and self.stop_on_unmask)
        wanted = edge.floats_at if self.stop_on_floats and not due else 0
        self.floats_at = wanted or self.floats_at
        if due or wanted or not self._replay(edge.loads):
            self.block_size = 0
            self.engine.stop()

    def _replay(self, loads: Sequence[Load]) -> bool:
        slots = [0] * SLOTS
        for load in loads:
            address = load.constant
            for number, scale in load.terms:
                kept = number >= FIRST_SLOT
                address += scale * (slots[number - FIRST_SLOT] if kept else self._register(number))
            if self._misaligned(load, address):
                self.misaligned_at = load.aligned_at
                return False
            if load.slot >= 0:
                slots[load.slot] = self._memory(address & 0xFFFFFFFF, load.width)
            for word in range(load.words):
                self._read_flash((address + 4 * word) & 0xFFFFFFFF)
        return True

    def _misaligned(self, load: Load, address: int) -> bool:
        checked = load.aligned_at and not self.ignore_alignment
        return bool(checked and address & load.alignment - 1)

    def _register(self, number: int) -> int:
        return self.engine.register(CORE_REGISTERS[number])

    def _memory(self, address: int, width: int) -> int:
        data = self.engine.read_memory(address, abs(width))
        return int.from_bytes(data, "little", signed=width < 0) if data else 0

    def _read_flash(self, address: int) -> None:
        flash = self._flash
        if all(not origin <= address < origin + flash.size_bytes for origin in flash.origins):
            return
        self.flash_reads += 1
        line = address // flash.line_bytes
        recent = self._sets.setdefault(line % flash.sets, [])
        if line in recent:
            recent.remove(line)
            recent.insert(0, line)
            return
        recent.insert(0, line)
        del recent[flash.lines // flash.sets :]
        self.flash_misses += 1
        self.cycles += flash.read_cost
