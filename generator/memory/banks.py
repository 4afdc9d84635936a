"""An arena in several RAMs: where one bank ends and the next begins, and what is busiest."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from generator.memory.buffers import ALIGNMENT_BYTES, Buffer
from generator.program import Program

# A byte that is loaded serves about so many multiply-accumulates: two pixels, four channels.
_MACS_PER_BYTE = 8


@dataclass(frozen=True)
class Bank:
    """A stretch of the arena that lies in one RAM: the offsets from `start` on."""

    start: int
    size_bytes: int


def walls_of(capacities: Sequence[int]) -> tuple[int, ...]:
    """The offsets at which banks of these sizes end."""
    return tuple(accumulate(c // ALIGNMENT_BYTES * ALIGNMENT_BYTES for c in capacities))


def banks_of(ends: Sequence[int], walls: Sequence[int]) -> tuple[Bank, ...]:
    """The banks that are used. ends: the offset at which each buffer ends."""
    starts = (0, *walls)
    filled = [
        Bank(start, max((end for end in ends if start < end <= wall), default=start) - start)
        for start, wall in pairwise(starts)
    ]
    used = max(i for i, bank in enumerate(filled) if bank.size_bytes or i == 0)
    return tuple(filled[: used + 1])


def traffic_of(program: Program, buffers: Sequence[Buffer]) -> dict[str, float]:
    """About how many bytes an inference reads and writes of each buffer; good for comparison only.

    What a layer multiplies comes from its scratch memory, where it has some, else from its inputs.
    """
    home = {tensor: buffer.name for buffer in buffers for tensor in buffer.tensors}
    traffic = {buffer.name: float(buffer.size_bytes) for buffer in buffers}
    scratch = {buffer.first: buffer.name for buffer in buffers if not buffer.tensors}
    for step in program.steps:
        read = [name for name in step.inputs if name in home]
        for name in (*read, *step.outputs):
            traffic[home[name]] += program.tensors[name].size_bytes
        busy = [scratch[step.index]] if step.index in scratch else [home[n] for n in read]
        for name in busy:
            traffic[name] += step.macs / _MACS_PER_BYTE / len(busy)
    return traffic
