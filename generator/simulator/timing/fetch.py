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
    are still there when it goes back.
    """

    wait_states: int
    line_bytes: int = 8
    prefetch: bool = True
    cached_lines: int = 0

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

    def _line(self, address: int) -> int:
        return address // self.line_bytes

    def _prefetched_stalls(self, instructions: Sequence[Instruction], costs: Sequence[int]) -> int:
        read_time = (self.wait_states + 1) * CYCLE
        time = stalls = 0
        first = self._line(instructions[0].address)
        ready = [0]  # when each line, counted from the first, has been read
        begun = [0]  # when the first instruction of each line was needed
        for instruction, cost in zip(instructions, costs, strict=True):
            line = self._line(instruction.end - 1) - first
            while len(ready) <= line:
                # Two lines fit: the read of one begins when the one before the last is in use.
                room = begun[len(ready) - 2] if len(ready) >= 2 else 0
                ready.append(max(ready[-1], room) + read_time)
                begun.append(max(time, ready[-1]))
            wait = max(0, ready[line] - time)
            stalls += wait
            time += wait + cost
        return stalls


NO_WAIT = Fetch(0)
