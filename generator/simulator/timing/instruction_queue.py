"""Where the three-stage ARMv7-M pipeline waits for instructions, without wait states.

The core fetches a word a cycle and keeps three. A word makes room when the last instruction in it
begins, and what is fetched in its place is there three cycles later. As long as instructions do not
straddle words that is in time; a run of 32-bit ones which each straddle two needs one word more
than there is, and waits a cycle at the third and again every other one.

Source: "Groups of three or more unaligned wide instructions will take one extra cycle"
(compendium.i-0.nl, "Alignment rules", measured on a Cortex-M4). Of sizes and delays up to four this
pair fits that and brings pqm4's programs closest; waiting just once in a group does not:
docs/timing.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.simulator.instruction import Instruction

CYCLE = 100
WORD_BYTES = 4


@dataclass(frozen=True)
class Queue:
    """How many words wait, and how long after one has made room the next is there."""

    words: int
    delay: int


THREE_WORDS = Queue(3, 3 * CYCLE)


def queue_stalls(
    instructions: Sequence[Instruction], costs: Sequence[int], queue: Queue = THREE_WORDS
) -> list[int]:
    """What each instruction of a straight run waits, in hundredths of a cycle.

    costs: without waiting, likewise. The first instruction is there: what a branch to it costs
    because of its place is up to the branch.
    """
    if not instructions:
        return []
    first_word = instructions[0].address // WORD_BYTES
    already = (instructions[0].end - 1) // WORD_BYTES - first_word
    arrives = [CYCLE * max(0, word - already) for word in range(queue.words)]
    used_up: list[int] = []  # when each word has made room for another
    stalls = []
    time = 0
    for instruction, cost in zip(instructions, costs, strict=True):
        last = (instruction.end - 1) // WORD_BYTES - first_word
        while len(arrives) <= last:
            room = used_up[len(arrives) - queue.words]
            arrives.append(max(arrives[-1] + CYCLE, room + queue.delay))
        begins = max(time, arrives[last])
        stalls.append(begins - time)
        behind = instruction.end // WORD_BYTES - first_word
        used_up += [begins] * (behind - len(used_up))
        time = begins + cost
    return stalls
