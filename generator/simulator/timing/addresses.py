"""Where the loads of a block read: addresses as sums of the registers at the block's start.

Registers are followed symbolically through moves, constants, additions, shifts by a constant and
written-back addresses.
Registers loaded from memory are followed too: literals are read here, and of other loads the
counter reads the value where the block starts, which holds unless the block itself stores there.
A load from a table at an index that is not followed is taken to read the table's beginning.
Another load through an unknown register is left out and counted as unresolved: it is charged as a
read of RAM.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.simulator.counting import FIRST_SLOT, SLOTS, Load
from generator.simulator.instruction import PC, SP, Instruction, Kind, Memory

_WORD = 0xFFFFFFFF
_MAX_TERMS = 3
_WORD_BYTES = 4
_LOADS = (Kind.LOAD, Kind.LOAD_MULTIPLE)
_STORES = (Kind.STORE, Kind.STORE_MULTIPLE)

_ADDITIONS = frozenset(("add", "adds", "addw", "sub", "subs", "subw"))
_MOVES = frozenset(("mov", "movs", "movw"))


@dataclass(frozen=True)
class Sum:
    """constant + sum of scale * value, modulo 2**32; values as in counting.Load."""

    constant: int
    terms: tuple[tuple[int, int], ...] = ()

    def plus(self, other: "Sum", factor: int = 1) -> "Sum":
        """This sum and `factor` times another."""
        scales = dict(self.terms)
        for register, scale in other.terms:
            scales[register] = (scales.get(register, 0) + factor * scale) & _WORD
        terms = tuple(sorted((r, s) for r, s in scales.items() if s))
        return Sum((self.constant + factor * other.constant) & _WORD, terms)

    def times(self, factor: int) -> "Sum":
        """This sum, scaled."""
        return Sum(0).plus(self, factor)


@dataclass(frozen=True)
class Reads:
    """The data reads of a block: those whose address is followed, and how many are not."""

    loads: tuple[Load, ...]
    unresolved: int


class RegisterTrace:
    """The registers' values while a block is walked through; None where unknown.

    loads: the accesses whose addresses are followed, in order. unresolved: how many loads are not.
    Only an address that is certain can raise a fault: one made of the registers at the block's
    start, and of words of the stack that the block has loaded before it stored anything.
    """

    def __init__(
        self, read_flash: Callable[[int, int], bytes | None], *, aligned_only: bool
    ) -> None:
        self.loads: list[Load] = []
        self.unresolved = 0
        self._aligned_only = aligned_only
        self._stored = False
        self._certain = set(range(FIRST_SLOT))
        self._values: list[Sum | None] = [Sum(0, ((n, 1),)) for n in range(16)]
        self._read_flash = read_flash
        self._slots = 0

    def address(self, instruction: Instruction) -> Sum | None:
        """Where a load or store accesses memory."""
        memory = instruction.memory
        if memory is None:
            return None
        base = self._base(instruction, memory)
        if base is None or memory.index < 0:
            shift = 0 if memory.post else memory.displacement
            return base.plus(Sum(shift & _WORD)) if base else None
        index = self._values[memory.index]
        return base.plus(index, 1 << memory.shift) if index else None

    def step(self, instruction: Instruction) -> None:
        """Lets the registers follow an instruction, and notes what it accesses."""
        loaded = self._access(instruction)
        result = self._result(instruction)
        written = self._written_back(instruction)
        for name in instruction.writes:
            if name.startswith("r") and name[1:].isdigit():
                self._values[int(name[1:])] = None
        if not instruction.conditional:
            self._values = [loaded.get(n, old) for n, old in enumerate(self._values)]
        if written is not None and instruction.memory is not None:
            self._values[instruction.memory.base] = written
        destination = instruction.operands[0][1] if instruction.operands else -1
        if result is not None and destination >= 0 and not instruction.conditional:
            self._values[destination] = result

    def _access(self, instruction: Instruction) -> dict[int, Sum]:
        """Notes a load or store; gives the registers that now hold a word of memory."""
        is_load = instruction.kind in _LOADS
        alignment = _alignment(instruction, self._aligned_only)
        self._stored |= instruction.kind in _STORES
        if not is_load and not alignment:
            return {}
        address = self.address(instruction)
        if address is None or len(address.terms) > _MAX_TERMS:
            self._note_table(instruction, is_load)
            return {}
        checked = alignment and all(number in self._certain for number, _ in address.terms)
        self.loads.append(
            Load(
                address.constant,
                instruction.words if is_load else 0,
                address.terms,
                aligned_at=instruction.address if checked else 0,
                alignment=alignment or _WORD_BYTES,
            )
        )
        return self._keep_words(instruction, address) if is_load else {}

    def _note_table(self, instruction: Instruction, is_load: bool) -> None:
        """A load at an unknown place of a known table is noted as one of the table's beginning."""
        table = self._table(instruction) if is_load else None
        if table is None or len(table.terms) > _MAX_TERMS:
            self.unresolved += is_load
        else:
            self.loads.append(Load(table.constant, instruction.words, table.terms))

    def _table(self, instruction: Instruction) -> Sum | None:
        """Of base and index, the one that is known."""
        memory = instruction.memory
        if memory is None or memory.index < 0:
            return None
        base = self._base(instruction, memory)
        return base or (self._values[memory.index] if not memory.shift else None)

    def _keep_words(self, instruction: Instruction, address: Sum) -> dict[int, Sum]:
        """A slot for each register that is loaded, as long as there are some left."""
        kept: dict[int, Sum] = {}
        for position, register in enumerate(_loaded_registers(instruction)):
            if register < 0 or register == PC or self._slots == SLOTS:
                continue
            self.loads.append(
                Load(
                    (address.constant + 4 * position) & _WORD,
                    0,
                    address.terms,
                    slot=self._slots,
                    width=_signed_width(instruction),
                )
            )
            kept[register] = Sum(0, ((FIRST_SLOT + self._slots, 1),))
            if address.terms == ((SP, 1),) and not self._stored:
                self._certain.add(FIRST_SLOT + self._slots)
            self._slots += 1
        return kept

    def _base(self, instruction: Instruction, memory: Memory) -> Sum | None:
        if memory.base == PC:
            return Sum((instruction.address + 4) & ~3)
        return self._values[memory.base] if memory.base >= 0 else None

    def _written_back(self, instruction: Instruction) -> Sum | None:
        memory = instruction.memory
        if memory is None or not memory.writeback or memory.base < 0:
            return None
        base = self._values[memory.base]
        return base.plus(Sum(memory.displacement & _WORD)) if base else None

    def _result(self, instruction: Instruction) -> Sum | None:
        if instruction.kind is Kind.LOAD:
            return self._literal(instruction)
        sources = [self._operand(instruction, o) for o in instruction.operands[1:]]
        if instruction.name in _MOVES and len(sources) == 1 and instruction.shifted is None:
            return sources[0]
        if instruction.name == "movt" and instruction.operands:
            return self._high_half(instruction)
        if instruction.name in ("lsl", "lsls") and len(sources) == 2:
            kind, amount = instruction.operands[2]
            return sources[0].times(1 << amount) if kind == "constant" and sources[0] else None
        if instruction.name in _ADDITIONS:
            return self._sum(instruction, sources)
        return None

    def _sum(self, instruction: Instruction, sources: list[Sum | None]) -> Sum | None:
        if len(sources) == 1:  # adds r0, #4
            sources.insert(0, self._operand(instruction, instruction.operands[0]))
        first, second = sources[0], sources[1]
        if first is None or second is None:
            return None
        if instruction.shifted is not None:
            kind, amount = instruction.shifted
            if kind != "lsl":
                return None
            second = second.times(1 << amount)
        return first.plus(second, -1 if instruction.name.startswith("sub") else 1)

    def _operand(self, instruction: Instruction, operand: tuple[str, int]) -> Sum | None:
        kind, value = operand
        if kind == "constant":
            return Sum(value & _WORD)
        if kind != "register" or value < 0:
            return None
        return Sum((instruction.address + 4) & ~3) if value == PC else self._values[value]

    def _high_half(self, instruction: Instruction) -> Sum | None:
        low = self._values[instruction.operands[0][1]]
        if low is None or low.terms:
            return None
        return Sum((low.constant & 0xFFFF) | (instruction.operands[1][1] & 0xFFFF) << 16)

    def _literal(self, instruction: Instruction) -> Sum | None:
        memory = instruction.memory
        if memory is None or memory.base != PC or memory.index >= 0 or instruction.width != 4:
            return None
        address = self.address(instruction)
        word = self._read_flash(address.constant, 4) if address else None
        return Sum(int.from_bytes(word, "little")) if word else None


def reads_of(
    block: tuple[Instruction, ...],
    read_flash: Callable[[int, int], bytes | None],
    matters: Callable[[Load], bool],
    *,
    aligned_only: bool,
) -> Reads:
    """The accesses of a block that matter, in order, with those that they depend on.

    aligned_only: the core faults on every access that is not aligned to its size (ARMv6-M).
    """
    trace = RegisterTrace(read_flash, aligned_only=aligned_only)
    for instruction in block:
        trace.step(instruction)
    kept: list[Load] = []
    needed: set[int] = set()
    for load in reversed(trace.loads):
        wanted = load.slot >= 0 and FIRST_SLOT + load.slot in needed
        if wanted or (load.slot < 0 and matters(load)):
            kept.append(load)
            needed.update(number for number, _ in load.terms if number >= FIRST_SLOT)
    return Reads(tuple(reversed(kept)), trace.unresolved)


def _loaded_registers(instruction: Instruction) -> list[int]:
    """The core registers that a load fills, in the order of their words."""
    registers = [n for kind, n in instruction.operands if kind == "register"]
    if instruction.is_vfp:
        return []
    if instruction.kind is Kind.LOAD:
        return registers[:1]
    if instruction.name == "ldrd":
        return registers[:2]
    return registers if instruction.name == "pop" else registers[1:]


def _signed_width(instruction: Instruction) -> int:
    return -instruction.width if instruction.name.startswith("ldrs") else instruction.width


def _alignment(instruction: Instruction, aligned_only: bool) -> int:
    """What the address must be a multiple of, or 0 where any will do.

    ARMv7-M: LDM, STM, LDRD, STRD, the exclusives and VFP transfers, by four: DDI0403E, A3.2.1.
    ARMv6-M: everything, by its size: DDI0419, A3.2.
    """
    if instruction.kind in (Kind.LOAD_MULTIPLE, Kind.STORE_MULTIPLE):
        return _WORD_BYTES
    if instruction.kind not in (Kind.LOAD, Kind.STORE):
        return 0
    if instruction.name in ("ldrex", "strex") or instruction.is_vfp:
        return _WORD_BYTES
    return instruction.width if aligned_only and instruction.width > 1 else 0
