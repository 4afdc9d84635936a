"""What fetching instructions from flash with wait states costs where no cache hides it.

The F1's flash is read in lines of 64 bits into a buffer of two lines, which fetches on in advance
while instructions come from it (PM0075, section 2.2; RM0008, section 3.3.3). A straight run then
waits only where it uses up a line faster than the next arrives; a taken branch waits for its
target's line, unless that is one of the two in the buffer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.simulator.instruction import Instruction

CYCLE = 100


@dataclass(frozen=True)
class Fetch:
    """How instructions are fetched.

    line_bytes: of one read. prefetch: of the next line. cached_lines: before that of a branch that
    are still there when it goes back. ahead_bytes: how far before a line its read begins; two lines
    where the buffer is filled as soon as there is room. handover: what a read takes beyond its wait
    states and its cycle, in hundredths of a cycle. speculative: whether the target of a conditional
    branch is fetched before it is known whether it will be taken.
    """

    wait_states: int
    line_bytes: int = 8
    prefetch: bool = True
    cached_lines: int = 0
    ahead_bytes: int = 16
    handover: int = 0
    speculative: bool = False

    def straight_stalls(self, instructions: Sequence[Instruction], costs: Sequence[int]) -> int:
        """What a straight run waits, its first line being there; costs are without waiting."""
        if not self.wait_states or not instructions:
            return 0
        if not self.prefetch:
            lines = self._line(instructions[-1].end - 1) - self._line(instructions[0].address)
            return lines * self.wait_states * CYCLE
        return self._prefetched_stalls(instructions, costs)

    def branch_stalls(self, branch: Instruction, target: int) -> int:
        """What a taken branch waits for the line of its target."""
        ahead = self._line(target) - self._line(branch.address)
        buffered = -self.cached_lines <= ahead <= self.prefetch
        return 0 if buffered else self.wait_states * CYCLE

    def passed_branch_stalls(self, branch: Instruction) -> int:
        """What a conditional branch that is not taken waits for the line fetched in vain."""
        targets = [value for kind, value in branch.operands if kind == "constant"]
        if not self.speculative or branch.name != "b" or not targets:
            return 0
        return self.branch_stalls(branch, int(targets[-1]))

    def _line(self, address: int) -> int:
        return address // self.line_bytes

    def _prefetched_stalls(self, instructions: Sequence[Instruction], costs: Sequence[int]) -> int:
        read_time = (self.wait_states + 1) * CYCLE + self.handover
        time = stalls = 0
        first = self._line(instructions[0].address)
        ready = [0]  # when each line, counted from the first, has been read
        begun: list[tuple[int, int]] = []  # where each instruction ends, and when it began
        for instruction, cost in zip(instructions, costs, strict=True):
            line = self._line(instruction.end - 1) - first
            while len(ready) <= line:
                asked = (first + len(ready)) * self.line_bytes - self.ahead_bytes
                room = next((at for end, at in begun if end > asked), time)
                ready.append(max(ready[-1], room) + read_time)
            wait = max(0, ready[line] - time)
            stalls += wait
            time += wait
            begun.append((instruction.end, time))
            time += cost
        return stalls


NO_WAIT = Fetch(0)
