"""What instructions cost on the Cortex-M33: in order, one a cycle, few pairs in the same one.

Source: measurements on an RP2350 (jnk0le/random, "pipeline cycle test", Cortex-M33). Arm publishes
no table. Costs are hundredths of a cycle.

Most results can be used in the next cycle; those that pass through a second stage (loads, shifted
operands, multiplications, DSP arithmetic) in the one after. The sum of a multiply-accumulate is
an exception: what it adds to is needed a cycle later, so that chains of them do not wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.simulator.instruction import Instruction, Kind

CYCLE = 100

# By the beginnings of their names: a result a cycle later than a plain one's.
# fmt: off
_TWO_STAGES = (
    "mul", "mla", "mls", "umul", "umla", "umaal", "smla", "smul", "smls", "smua", "smus", "smml",
    "smmu", "usad", "sxta", "uxta", "pkh", "ssat", "usat", "sel", "qadd", "qsub", "qdadd", "qdsub",
    "sadd", "uadd", "ssub", "usub", "shadd", "uhadd", "uqadd", "uqsub", "uhsub", "shsub", "qasx",
    "sasx", "uasx", "ssax", "usax", "qsax",
)
# fmt: on
_MULTIPLIES = ("mla", "mls", "umla", "umaal", "smla", "smls", "usada")
_EXTEND_AND_ADD = ("sxta", "uxta")
_SHIFTS = ("lsl", "lsr", "asr", "ror", "rrx")
_COMPARES = ("cmp", "cmn", "tst", "teq")
_ENDING_IN_S = ("mls", "mrs")
_FLOATS = (Kind.FLOAT, Kind.FLOAT_MULTIPLY_ACCUMULATE, Kind.FLOAT_DIVIDE)

_DIVIDE_CYCLES = 7  # 2 to 12, by the operands
_FLOAT_DIVIDE_CYCLES = 14
_RETURN_FROM_STACK_CYCLES = 3
_LARGEST_PLAIN_CONSTANT = 0xFF


@dataclass
class Pipeline:
    """Instructions being issued: the next free cycle, and when registers can be used.

    accumulate: when they can be added to. float_free: when the floating-point unit takes the next.
    """

    cycle: int = 0
    before: Instruction | None = None
    paired: bool = False
    ready: dict[str, int] = field(default_factory=dict)
    accumulate: dict[str, int] = field(default_factory=dict)
    float_free: int = 0

    def add(self, instruction: Instruction) -> int:
        """Issues the next instruction; the cycles that it adds, a branch counted as not taken."""
        begun = self.cycle
        self.paired = not self.paired and may_pair(self.before, instruction)
        issued = begun - 1 if self.paired else max(begun, self._needed(instruction))
        self.cycle = max(begun, issued + _duration(instruction))
        self._note_results(instruction, issued)
        self.before = instruction
        return self.cycle - begun

    def _needed(self, instruction: Instruction) -> int:
        """The first cycle in which operands and unit are there."""
        accumulated = _accumulators(instruction)
        stored = _stored(instruction)
        times = [
            self.accumulate.get(name, 0)
            if name in accumulated
            else self.ready.get(name, 0) - (name in stored)
            for name in instruction.reads
        ]
        return max([*times, self.float_free if instruction.is_vfp else 0])

    def _note_results(self, instruction: Instruction, issued: int) -> None:
        latency, chained = _latency(instruction)
        end = issued + _duration(instruction) - 1
        updated = _updated_address(instruction)
        for name in instruction.writes:
            late = name != updated
            self.ready[name] = end + (latency if late else 1)
            self.accumulate[name] = end + (chained if late else 1)
        if instruction.kind is Kind.FLOAT_MULTIPLY_ACCUMULATE:
            self.float_free = issued + 3


def may_pair(older: Instruction | None, younger: Instruction) -> bool:
    """Whether two instructions share a cycle: 16 bits each, the second a branch or behind a NOP."""
    if older is None or older.ends_flow:
        return False
    if younger.kind is Kind.IT:
        return True
    if older.size != 2 or younger.size != 2:
        return False
    if younger.kind is Kind.BRANCH:
        return not younger.reads & older.writes
    return older.kind is Kind.NOP and younger.kind is not Kind.NOP


def sets_flags(instruction: Instruction) -> bool:
    """Whether a conditional branch behind it has to wait for its flags."""
    name = instruction.name
    named_so = name.endswith("s") and name not in _ENDING_IN_S and not instruction.is_vfp
    return name.startswith(_COMPARES) or named_so


def _duration(instruction: Instruction) -> int:
    """The cycles that an instruction holds the pipeline."""
    kind = instruction.kind
    if kind in (Kind.LOAD_MULTIPLE, Kind.STORE_MULTIPLE):
        returns = "r15" in instruction.writes
        return max(1, instruction.words) + (_RETURN_FROM_STACK_CYCLES if returns else 0)
    if kind in (Kind.LOAD, Kind.STORE):
        return instruction.words
    if kind is Kind.DIVIDE:
        return _DIVIDE_CYCLES
    if kind is Kind.FLOAT_DIVIDE:
        return _FLOAT_DIVIDE_CYCLES
    if kind is Kind.TABLE_BRANCH:
        return 2
    return 2 if _passes_twice(instruction) else 1


def _passes_twice(instruction: Instruction) -> bool:
    """What sets flags in the second stage: MULS, and flags from a constant that is expanded."""
    if instruction.size == 2:
        return instruction.name == "muls"
    return sets_flags(instruction) and _has_expanded_constant(instruction)


def _has_expanded_constant(instruction: Instruction) -> bool:
    """A constant of eight bits that is shifted or repeated to 32, as in 0x1fc0."""
    last = instruction.operands[-1] if instruction.operands else ("other", 0)
    wide = instruction.size == 4 and instruction.memory is None
    return wide and last[0] == "constant" and abs(last[1]) > _LARGEST_PLAIN_CONSTANT


def _latency(instruction: Instruction) -> tuple[int, int]:
    """Cycles until a result can be used, and until it can be added to."""
    kind, name = instruction.kind, instruction.name
    if kind is Kind.FLOAT_MULTIPLY_ACCUMULATE:
        return 4, 3
    if kind in _FLOATS:
        return 2, 2
    if kind in (Kind.LOAD, Kind.LOAD_MULTIPLE):
        return (1, 1) if instruction.is_vfp else (2, 1)
    if name.startswith((*_MULTIPLIES, *_EXTEND_AND_ADD)):
        return 2, 1
    shifted = instruction.shifted is not None and not name.startswith(_SHIFTS)
    if shifted or _expands_to_data(instruction):
        return 2, 1
    return (2, 2) if name.startswith(_TWO_STAGES) else (1, 1)


def _expands_to_data(instruction: Instruction) -> bool:
    """MOV of such a constant passes one stage only; ADDW and SUBW take twelve bits as they are."""
    plain = instruction.name.startswith(("mov", "mvn", "addw", "subw", *_SHIFTS))
    return instruction.kind is Kind.ALU and not plain and _has_expanded_constant(instruction)


def _accumulators(instruction: Instruction) -> frozenset[str]:
    """The registers that are added to, and so are needed a stage later."""
    name, operands = instruction.name, instruction.operands
    if instruction.kind is Kind.FLOAT_MULTIPLY_ACCUMULATE:
        return instruction.writes
    if name.startswith(("umlal", "smlal", "smlsl", "umaal")):
        return instruction.writes
    if name.startswith(_MULTIPLIES) and len(operands) == 4 and operands[3][0] == "register":
        return frozenset({f"r{operands[3][1]}"})
    if name.startswith(_EXTEND_AND_ADD) and len(operands) > 1 and operands[1][0] == "register":
        return frozenset({f"r{operands[1][1]}"})
    return frozenset()


def _stored(instruction: Instruction) -> frozenset[str]:
    """The registers whose data a store takes a stage later than its address."""
    if instruction.kind is not Kind.STORE:
        return frozenset()
    return instruction.reads - instruction.address_registers


def _updated_address(instruction: Instruction) -> str | None:
    memory = instruction.memory
    return f"r{memory.base}" if memory is not None and memory.writeback else None


@dataclass(frozen=True)
class LimitedDualIssue:
    """The pipeline as the timing model asks for it.

    entry_cycles: of an exception (Cortex-M33 TRM 100230, "Exceptions").
    """

    entry_cycles: int = 12

    def straight(self, instructions: Sequence[Instruction]) -> list[int]:
        """What each adds when they run in a straight line; no branch among them is taken."""
        pipeline = Pipeline()
        return [CYCLE * pipeline.add(instruction) for instruction in instructions]

    def crossing(
        self, left: Sequence[Instruction], arrived: Instruction | None, target: int
    ) -> int:
        """What leaving a block for `target` adds to its body.

        A taken branch costs a cycle if it shares one with the instruction before, which may not
        set the flags it depends on; else two, counting its own.
        """
        pipeline = Pipeline()
        for instruction in left:
            pipeline.add(instruction)
        last = left[-1]
        if target != last.end:
            hidden = pipeline.paired and not (len(left) > 1 and sets_flags(left[-2]))
            return CYCLE if hidden or not pipeline.paired else 2 * CYCLE
        if arrived is None or last.ends_flow:
            return 0
        return CYCLE * (pipeline.add(arrived) - Pipeline().add(arrived))
