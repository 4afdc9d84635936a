"""What instructions cost on the Cortex-M7, which issues up to two of them a cycle, in order.

Sources: measurements on an STM32H743 (jnk0le/random, "pipeline cycle test", Cortex-M7) and on an
STM32H730 ("Cortex-M7 instruction cycle counts, timings, and dual-issue combinations",
quinapalus.com/cm7cycles.html). Arm publishes no table. Costs are hundredths of a cycle.

Each cycle has an older and a younger slot. An instruction takes the younger one where it pairs
with the older and its operands are there; else it waits for the next cycle in which they are. An
operand is needed at once (an address), early (what goes through the shifter) or late (all else).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.simulator.instruction import ADD_TO_BOTH_RESULTS, Instruction, Kind
from generator.simulator.timing.execution_units import (
    SHIFTS,
    early_operands,
    is_bit_field,
    is_multiply,
    reverses,
    takes_two_cycles,
    uses_shifter,
)

CYCLE = 100
MISPREDICTED = 8 * CYCLE
"""What refilling the pipeline after a wrongly predicted branch takes."""

HALF_EMPTY = CYCLE // 2
"""The first instruction behind a block may or may not pair with the last one in it."""

_EARLY_RESULTS = ("add", "sub", "mov")
_ALONE = (Kind.LOAD_MULTIPLE, Kind.STORE_MULTIPLE, Kind.BARRIER, Kind.TABLE_BRANCH, Kind.DIVIDE)
_FLOATS = (Kind.FLOAT, Kind.FLOAT_MULTIPLY_ACCUMULATE, Kind.FLOAT_DIVIDE)
_DIVIDE_CYCLES = 7
_FLOAT_DIVIDE_CYCLES = {"vdiv": 16, "vsqrt": 14}


@dataclass
class Ready:
    """The cycles from which a register can be used.

    address: of an access. early: by what goes through the shifter. beside_early: late, but by an
    instruction that has an early operand, too. late: by all else. factor: of a product.
    accumulate: to add the product to.
    """

    address: int
    early: int
    beside_early: int
    late: int
    factor: int
    accumulate: int


@dataclass
class Issue:
    """Instructions being issued: how far the clock is, and when registers are ready."""

    cycle: int = 0
    older: Instruction | None = None
    younger_free: bool = False
    ready: dict[str, Ready] = field(default_factory=dict)

    def cost(self) -> int:
        """The cycles begun so far."""
        return CYCLE * (self.cycle + (self.older is not None))

    def add(self, instruction: Instruction) -> int:
        """Issues the next instruction; what it adds to the cost."""
        before = self.cost()
        needed = self._needed(instruction)
        if not self._pairs(instruction, needed):
            begun = self.cycle + (self.older is not None)
            self.cycle = max(begun, needed)
            self.older, self.younger_free = instruction, instruction.kind not in _ALONE
        else:
            self.younger_free = False
        self.cycle += _extra_cycles(instruction)
        self._note_results(instruction)
        return self.cost() - before + self._bank_conflict(instruction)

    def _pairs(self, instruction: Instruction, needed: int) -> bool:
        if self.older is None or not self.younger_free or needed > self.cycle:
            return False
        return may_pair(self.older, instruction)

    def _needed(self, instruction: Instruction) -> int:
        """The first cycle in which all operands are there."""
        return max((self._when(instruction, name) for name in instruction.reads), default=0)

    def _when(self, instruction: Instruction, name: str) -> int:
        ready = self.ready.get(name)
        if ready is None:
            return 0
        if name in instruction.address_registers:
            return ready.address
        if instruction.kind in (Kind.STORE, Kind.STORE_MULTIPLE):
            return 0  # the data of a store may come in the same cycle
        if name in _accumulators(instruction):
            return ready.accumulate
        return (
            ready.factor if is_multiply(instruction) else _when_computed(instruction, name, ready)
        )

    def _note_results(self, instruction: Instruction) -> None:
        ready = _results(instruction, self.cycle, early=self._runs_early(instruction))
        memory = instruction.memory
        for name in instruction.writes:
            updated = memory is not None and memory.writeback and name == f"r{memory.base}"
            t = self.cycle
            self.ready[name] = _all_at(t + 1) if updated else ready

    def _runs_early(self, instruction: Instruction) -> bool:
        """Whether it is done in the early ALU, whose result the late one gets in the same cycle."""
        if instruction.name.startswith(SHIFTS) or reverses(instruction):
            able = True
        else:
            able = self.older is instruction and not uses_shifter(instruction)
            able = able and instruction.name.startswith(_EARLY_RESULTS)
        waits = (self.ready[name].early for name in instruction.reads if name in self.ready)
        return able and all(cycle <= self.cycle for cycle in waits)

    def _bank_conflict(self, instruction: Instruction) -> int:
        """Two loads pair unless they hit the same bank: known for one base, else evens."""
        first = self.older
        if first is None or first is instruction or self.younger_free:
            return 0
        if first.kind is not Kind.LOAD or instruction.kind is not Kind.LOAD:
            return 0
        a, b = first.memory, instruction.memory
        if a is None or b is None or a.base != b.base or a.index >= 0 or b.index >= 0:
            return CYCLE // 2
        return 0


def may_pair(older: Instruction, younger: Instruction) -> bool:
    """Whether two instructions can be issued in one cycle, their operands being there."""
    if older.kind in _ALONE or younger.kind in _ALONE or older.ends_flow:
        return False
    return not (_share_integer_unit(older, younger) or _share_float_unit(older, younger))


def _share_integer_unit(older: Instruction, younger: Instruction) -> bool:
    """Bit fields want the older slot; one shifter, one multiplier, one store, which excludes it."""
    shifters = uses_shifter(younger) and (uses_shifter(older) or is_bit_field(older))
    multiplies = is_multiply(older) + is_multiply(younger)
    stores = (older.kind is Kind.STORE) + (younger.kind is Kind.STORE)
    busy = shifters or multiplies + stores > 1
    return is_bit_field(younger) or busy or _same_bank(older, younger)


def _share_float_unit(older: Instruction, younger: Instruction) -> bool:
    """One arithmetic instruction; a multiply-accumulate pairs with no other of the unit."""
    if Kind.FLOAT_MULTIPLY_ACCUMULATE in (older.kind, younger.kind):
        return older.is_vfp and younger.is_vfp
    return older.kind in _FLOATS and younger.kind in _FLOATS


def _same_bank(older: Instruction, younger: Instruction) -> bool:
    """Whether two loads are known to hit one bank: both even or both odd words of one base."""
    if older.kind is not Kind.LOAD or younger.kind is not Kind.LOAD:
        return False
    a, b = older.memory, younger.memory
    if a is None or b is None or a.base != b.base or a.index >= 0 or b.index >= 0:
        return False
    first = 0 if a.post else a.displacement
    second = (0 if b.post else b.displacement) + (a.displacement if a.post else 0)
    return not (first ^ second) & 4 and first // 4 != second // 4


def _accumulators(instruction: Instruction) -> frozenset[str]:
    """The registers that a multiply-accumulate adds to; long ones add to their results."""
    if instruction.kind is Kind.FLOAT_MULTIPLY_ACCUMULATE:
        return instruction.writes
    if not is_multiply(instruction):
        return frozenset()
    if instruction.name.startswith(ADD_TO_BOTH_RESULTS):
        return instruction.writes
    return frozenset(f"r{number}" for _, number in instruction.operands[3:])


def _extra_cycles(instruction: Instruction) -> int:
    """The cycles that an instruction holds the pipeline beyond its first."""
    if instruction.kind in (Kind.LOAD_MULTIPLE, Kind.STORE_MULTIPLE):
        return max(0, (instruction.words + 1) // 2 - 1)
    if instruction.kind is Kind.DIVIDE:
        return _DIVIDE_CYCLES - 1
    if instruction.kind is Kind.FLOAT_DIVIDE:
        return _FLOAT_DIVIDE_CYCLES.get(instruction.name, 16) - 1
    return 0


def _when_computed(instruction: Instruction, name: str, ready: Ready) -> int:
    early = early_operands(instruction)
    if name in early:
        return ready.early
    return ready.beside_early if early else ready.late


def _all_at(cycle: int) -> Ready:
    return Ready(cycle, cycle, cycle, cycle, cycle, cycle)


def _is_narrow_load(instruction: Instruction) -> bool:
    return instruction.kind is Kind.LOAD and instruction.width < 4


def _results(instruction: Instruction, t: int, *, early: bool) -> Ready:
    """When what an instruction issued in cycle `t` writes can be used."""
    kind = instruction.kind
    if kind is Kind.FLOAT_MULTIPLY_ACCUMULATE:
        waits = (5, 5, 5, 5, 5, 3)
    elif instruction.is_vfp and kind is Kind.FLOAT:
        waits = (3, 3, 3, 3, 3, 2)
    elif is_multiply(instruction) or takes_two_cycles(instruction) or _is_narrow_load(instruction):
        waits = (3, 3, 2, 2, 2, 1)
    elif kind in (Kind.LOAD, Kind.LOAD_MULTIPLE):
        waits = (3, 2, 2, 1, 2, 1)
    elif early:
        waits = (2, 2, 0, 0, 0, 0) if reverses(instruction) else (1, 1, 0, 0, 0, 0)
    else:
        waits = (2, 2, 1, 1, 1, 1 if is_bit_field(instruction) else 0)
    return Ready(*(t + wait for wait in waits))


@dataclass(frozen=True)
class DualIssue:
    """The pipeline as the timing model asks for it.

    entry_cycles: of an exception (DDI0489, "Exceptions").
    """

    entry_cycles: int = 12

    def straight(self, instructions: Sequence[Instruction]) -> list[int]:
        """What each adds when they run in a straight line; no branch among them is taken."""
        issue = Issue()
        return [issue.add(instruction) for instruction in instructions]

    def crossing(
        self, left: Sequence[Instruction], arrived: Instruction | None, target: int
    ) -> int:
        """What leaving a block for `target` adds to its body.

        A branch backwards is taken to be predicted as taken, any other as going where it goes;
        a return or a computed branch is not predicted.
        """
        last = left[-1]
        issue = Issue()
        for instruction in left:
            issue.add(instruction)
        gap = -HALF_EMPTY if issue.younger_free and len(left) > 1 else 0
        taken = target != last.end
        if taken:
            direct = last.operands and last.operands[-1][0] == "constant"
            return gap if direct and last.kind is Kind.BRANCH else MISPREDICTED
        if last.kind is Kind.BRANCH and _goes_back(last):
            return MISPREDICTED
        return gap


def _goes_back(branch: Instruction) -> bool:
    kind, where = branch.operands[-1] if branch.operands else ("", 0)
    return kind == "constant" and where <= branch.address
