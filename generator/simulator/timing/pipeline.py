"""What instructions cost on the three-stage ARMv7-M pipeline, at zero wait states.

Sources: the instruction timing tables of the Technical Reference Manuals (Cortex-M3 DDI0337,
Cortex-M4 DDI0439, "Instruction set summary" and "Load/store timings"), and the corrections in
docs/timing.md, which were fitted to published measurements. Costs are hundredths of a cycle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.simulator.instruction import Instruction, Kind
from generator.simulator.timing.instruction_queue import THREE_WORDS, Queue, queue_stalls

CYCLE = 100
_DECODED = ("b", "bl")
_NEVER = Instruction(0, 0, "", Kind.ALU, frozenset(), frozenset(), None, 0, 0, False, None, ())
"""Stands for the instruction before the first one: nothing interacts with it."""


@dataclass(frozen=True)
class Rules:
    """The costs in which the cores differ.

    taken_branch: refilling the pipeline. decoded_branch: what of that is saved where the branch
    holds its distance, whose target is asked for while the branch is decoded. unaligned_target: the
    target is a 32-bit instruction that straddles two words. queue: of fetched words.
    register_offset_load: what a load whose address has an index takes longer, unless it runs in the
    second cycle of the load before it; on average.
    store_after_store, load_after_store: what the second of them waits. chained_writeback: whether
    loads with a written-back address follow a load without a gap (unless through the same base).
    store_writeback_after_load: whether a store that writes back hides behind a load.
    entry_cycles: of an exception without wait states (TRMs, "Exception handling").
    """

    taken_branch: int
    unaligned_target: int
    address_dependency: int
    register_offset_load: int
    load_after_store: int
    store_after_store: int
    chained_writeback: bool
    store_writeback_after_load: bool
    multiply_accumulate: int
    multiply_long: int
    multiply_accumulate_long: int
    divide: int
    float_multiply_accumulate: int = 3 * CYCLE
    float_divide: int = 14 * CYCLE
    float_result_use: int = CYCLE
    entry_cycles: int = 12
    decoded_branch: int = 0
    queue: Queue = THREE_WORDS

    def straight(self, instructions: Sequence[Instruction]) -> list[int]:
        """Each instruction of a straight run; no branch among them is taken."""
        costs = body_costs(instructions, self)
        stalls = queue_stalls(instructions, costs, self.queue)
        return [cost + stall for cost, stall in zip(costs, stalls, strict=True)]

    def crossing(
        self, left: Sequence[Instruction], arrived: Instruction | None, target: int
    ) -> int:
        """What leaving a block for `target`, where `arrived` is the first, adds to its body."""
        last = left[-1]
        if target != last.end:
            return taken_cost(last, arrived, self)
        if last.ends_flow or arrived is None:
            return 0
        (apart,) = body_costs((arrived,), self)
        return instruction_cost(arrived, last, self) - apart


def body_costs(instructions: Sequence[Instruction], rules: Rules) -> list[int]:
    """Running through instructions in a straight line, all of them fetched in time."""
    befores = (_NEVER, *instructions)
    return [instruction_cost(i, b, rules) for i, b in zip(instructions, befores, strict=False)]


def instruction_cost(instruction: Instruction, before: Instruction, rules: Rules) -> int:
    """One instruction after another, a branch counted as not taken."""
    return _alone(instruction, rules) + _interaction(instruction, before, rules)


def taken_cost(branch: Instruction, target: Instruction | None, rules: Rules) -> int:
    """What a branch costs beyond its not-taken cost when it goes to `target`."""
    wide = target is not None and target.size == 4 and target.address % 4 != 0
    saved = rules.decoded_branch if branch.name in _DECODED else 0
    return rules.taken_branch - saved + (rules.unaligned_target if wide else 0)


def _alone(instruction: Instruction, rules: Rules) -> int:
    transfers = CYCLE * (1 + instruction.words)
    costs = {
        Kind.LOAD: transfers,
        Kind.STORE: CYCLE * instruction.words,
        Kind.LOAD_MULTIPLE: transfers,
        Kind.STORE_MULTIPLE: transfers,
        Kind.TABLE_BRANCH: 2 * CYCLE,
        Kind.MULTIPLY_ACCUMULATE: rules.multiply_accumulate,
        Kind.MULTIPLY_LONG: rules.multiply_long,
        Kind.MULTIPLY_ACCUMULATE_LONG: rules.multiply_accumulate_long,
        Kind.DIVIDE: rules.divide,
        Kind.FLOAT_MULTIPLY_ACCUMULATE: rules.float_multiply_accumulate,
        Kind.FLOAT_DIVIDE: rules.float_divide,
    }
    if instruction.kind is Kind.STORE and _has_register_offset(instruction):
        return 2 * CYCLE
    return costs.get(instruction.kind, CYCLE)


def _interaction(instruction: Instruction, before: Instruction, rules: Rules) -> int:
    kind = instruction.kind
    if kind is Kind.IT:
        return -CYCLE if before is not _NEVER else 0
    if kind is Kind.NOP:
        # A load's second cycle, or that of a store with a register offset, swallows a NOP.
        swallowed = before.kind is Kind.LOAD or _has_register_offset(before)
        return -CYCLE if swallowed else 0
    cost = _address_wait(instruction, before, rules)
    if kind is Kind.LOAD:
        cost += _load_after(instruction, before, rules)
    elif kind is Kind.STORE:
        cost += _store_after(instruction, before, rules)
    elif kind is Kind.LOAD_MULTIPLE and before.kind is Kind.STORE:
        cost += rules.load_after_store
    if before.is_vfp and before.kind not in (Kind.LOAD, Kind.STORE) and _uses(instruction, before):
        cost += rules.float_result_use
    return cost


def _has_register_offset(instruction: Instruction) -> bool:
    memory = instruction.memory
    return instruction.kind is Kind.STORE and memory is not None and memory.index >= 0


def _uses(instruction: Instruction, before: Instruction) -> bool:
    floats = {name for name in before.writes if name[0] in "sd"}
    return bool(floats & instruction.reads)


def _address_wait(instruction: Instruction, before: Instruction, rules: Rules) -> int:
    if before.kind is Kind.LOAD:
        return 0  # the load then is not chained, which costs the same cycle
    produced = before.writes
    if before.memory is not None and before.memory.writeback:
        produced -= before.address_registers  # an updated address is there in time
    return rules.address_dependency if instruction.address_registers & produced else 0


def _load_after(instruction: Instruction, before: Instruction, rules: Rules) -> int:
    if _chains(instruction, before, rules):
        return -CYCLE
    memory = instruction.memory
    indexed = memory is not None and memory.index >= 0
    cost = rules.register_offset_load if indexed else 0
    return cost + (rules.load_after_store if before.kind is Kind.STORE else 0)


def _chains(instruction: Instruction, before: Instruction, rules: Rules) -> bool:
    """Whether a load runs in the second cycle of the load before it."""
    if before.kind is not Kind.LOAD or instruction.address_registers & before.writes:
        return False
    memory = instruction.memory
    return rules.chained_writeback or memory is None or not memory.writeback


def _store_after(instruction: Instruction, before: Instruction, rules: Rules) -> int:
    if before.kind is Kind.STORE:
        return rules.store_after_store
    memory = instruction.memory
    if before.kind is not Kind.LOAD or memory is None or memory.index >= 0:
        return 0
    if instruction.address_registers & before.writes:
        return 0
    return -CYCLE if rules.store_writeback_after_load or not memory.writeback else 0
