"""A Thumb instruction, as far as timing, addresses and legality need it."""

from dataclasses import dataclass
from enum import Enum, auto

PC = 15
SP = 13

ADD_TO_BOTH_RESULTS = ("smlal", "smlsld", "umlal", "umaal")
"""By the beginnings of their names: long multiply-accumulates."""


class Kind(Enum):
    """What an instruction does, as far as its cost depends on it."""

    ALU = auto()
    NOP = auto()
    IT = auto()
    BARRIER = auto()
    LOAD = auto()
    STORE = auto()
    LOAD_MULTIPLE = auto()
    STORE_MULTIPLE = auto()
    BRANCH = auto()
    TABLE_BRANCH = auto()
    MULTIPLY = auto()
    MULTIPLY_ACCUMULATE = auto()
    MULTIPLY_LONG = auto()
    MULTIPLY_ACCUMULATE_LONG = auto()
    DIVIDE = auto()
    FLOAT = auto()
    FLOAT_MULTIPLY_ACCUMULATE = auto()
    FLOAT_DIVIDE = auto()


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory operand: address = base + (index << shift) + displacement.

    Registers are numbered 0 … 15, -1 for none. post: the address is the base alone, and the
    displacement is added to the base afterwards. For the literal of a PC-relative load the base
    is 15 and the displacement counts from the aligned PC.
    """

    base: int
    index: int
    shift: int
    displacement: int
    post: bool
    writeback: bool


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction.

    reads, writes: registers by name ("r0", "s1", "d2"). words: bus transfers of a load or store.
    width: bytes that a single load or store moves. operands: registers (as numbers 0 … 15 or -1)
    and constants as written, for following addresses.
    conditional: inside an IT block, so it may be skipped.
    """

    address: int
    size: int
    name: str
    kind: Kind
    reads: frozenset[str]
    writes: frozenset[str]
    memory: Memory | None
    words: int
    width: int
    conditional: bool
    shifted: tuple[str, int] | None
    operands: tuple[tuple[str, int], ...]

    @property
    def end(self) -> int:
        """The address behind it."""
        return self.address + self.size

    @property
    def address_registers(self) -> frozenset[str]:
        """The names of the registers that the memory address is made of."""
        if self.memory is None:
            return frozenset()
        return frozenset(f"r{n}" for n in (self.memory.base, self.memory.index) if n >= 0)

    @property
    def is_vfp(self) -> bool:
        """Whether it needs the floating-point unit."""
        return self.name.startswith("v")

    @property
    def ends_flow(self) -> bool:
        """Whether it may go elsewhere than to the next instruction."""
        return self.kind in (Kind.BRANCH, Kind.TABLE_BRANCH) or "r15" in self.writes
