"""What instructions cost on the ARMv6-M cores: fixed cycles, whatever stands before.

One bus carries instructions and data, so that a load or store takes two cycles and nothing hides
behind it. Sources: the tables "Instruction set summary" of the Technical Reference Manuals,
Cortex-M0 (DDI0432C, 3.3) and Cortex-M0+ (DDI0484C, 3.3); the multiplier is the fast one of ST's
parts. Costs are hundredths of a cycle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.simulator.instruction import Instruction, Kind

CYCLE = 100
_MULTIPLE = (Kind.LOAD_MULTIPLE, Kind.STORE_MULTIPLE)
_SPECIAL = ("mrs", "msr")


@dataclass(frozen=True)
class FixedCosts:
    """The costs in which the cores differ.

    taken_branch: refilling the pipeline. special: MRS, MSR and the barriers.
    entry_cycles: of an exception without wait states.
    """

    taken_branch: int
    special: int
    entry_cycles: int

    def straight(self, instructions: Sequence[Instruction]) -> list[int]:
        """Each instruction of a straight run; no branch among them is taken."""
        return [self._alone(instruction) for instruction in instructions]

    def crossing(
        self, left: Sequence[Instruction], arrived: Instruction | None, target: int
    ) -> int:
        """What leaving a block adds: a branch that is taken refills the pipeline, wherever to."""
        return self.taken_branch if target != left[-1].end else 0

    def _alone(self, instruction: Instruction) -> int:
        if instruction.kind in _MULTIPLE:
            returns = "r15" in instruction.writes  # POP to the PC: one more
            return CYCLE * (1 + instruction.words + returns)
        if instruction.kind in (Kind.LOAD, Kind.STORE):
            return 2 * CYCLE
        if instruction.kind is Kind.BARRIER or instruction.name in _SPECIAL:
            return self.special
        # BL has two halves to fetch.
        return 2 * CYCLE if instruction.name == "bl" else CYCLE
