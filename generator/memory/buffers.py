"""What needs a place in the arena, for how long, and what may share bytes with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.program import Overlap, Program

# Enough for the widest element, int64.
ALIGNMENT_BYTES = 8


@dataclass(frozen=True)
class Buffer:
    """Bytes in the arena that live from step `first` to step `last`, both counted.

    tensors: the activations that share it; none for a step's scratch memory.
    first is -1 for the model's inputs; last is the number of steps for its outputs. Variables
    have both: they outlive an inference.
    """

    name: str
    size_bytes: int
    first: int
    last: int
    tensors: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """An output that may lie over a dying input: its step and the ways in which it may."""

    step: int
    source: str
    result: str
    ways: tuple[Overlap, ...]


def buffers_of(program: Program) -> tuple[Buffer, ...]:
    """One buffer for each group of tensors that are the same bytes, and for each scratch memory."""
    home = _homes(program)
    first: dict[str, int] = {home[name]: -1 for name in (*program.inputs, *program.variables)}
    last: dict[str, int] = dict.fromkeys(first, 0)
    members: dict[str, list[str]] = {}
    for name in home:
        members.setdefault(home[name], []).append(name)
    for step in program.steps:
        for name in (n for n in (*step.inputs, *step.outputs) if n in home):
            first.setdefault(home[name], step.index)
            last[home[name]] = step.index
    for name in (n for n in (*program.outputs, *program.variables) if n in home):
        last[home[name]] = len(program.steps)
    tensors = [
        Buffer(
            name,
            max(program.tensors[t].size_bytes for t in members[name]),
            first[name],
            last[name],
            tuple(members[name]),
        )
        for name in first
    ]
    scratch = [
        Buffer(f"scratch of step {s.index}", s.scratch_bytes, s.index, s.index, ())
        for s in program.steps
        if s.scratch_bytes
    ]
    return (*tensors, *scratch)


def _homes(program: Program) -> dict[str, str]:
    """Each activation's buffer, named by the tensor that was there first."""
    home = {name: name for name, tensor in program.tensors.items() if not tensor.is_constant}
    for step in program.steps:
        if step.kernel is None and step.inputs[0] in home:
            home[step.outputs[0]] = home[step.inputs[0]]
    return home


def pairs_of(program: Program, buffers: Sequence[Buffer]) -> dict[tuple[str, str], Pair]:
    """Where overlap is legal: the input dies at the step at which the output is born."""
    home = {tensor: buffer for buffer in buffers for tensor in buffer.tensors}
    pairs: dict[tuple[str, str], Pair] = {}
    for step in program.steps:
        for name in dict.fromkeys(o.input for o in step.overlaps if o.input in home):
            source, result = home[name], home[step.outputs[0]]
            whole = program.tensors[name].size_bytes == source.size_bytes
            if whole and source.last == step.index == result.first and len(step.outputs) == 1:
                ways = tuple(o for o in step.overlaps if o.input == name)
                pairs[source.name, result.name] = Pair(step.index, source.name, result.name, ways)
    return pairs


def legal(way: Overlap, source: tuple[int, int], result: tuple[int, int]) -> bool:
    """Whether intervals (start, end) of an input and an output obey the way's order and gap."""
    if way.order == "ascending":
        return result[0] + way.gap_bytes <= source[0]
    if way.order == "in place":
        return result[0] == source[0]
    return result[1] >= source[1] + way.gap_bytes


def interval(buffer: Buffer, offset: int) -> tuple[int, int]:
    """The bytes that a buffer takes at an offset: start and end."""
    return offset, offset + buffer.size_bytes


def share_bytes(a: Buffer, b: Buffer, offsets: Mapping[str, int]) -> bool:
    """Whether two placed buffers have a byte in common."""
    start, end = interval(a, offsets[a.name])
    return start < offsets[b.name] + b.size_bytes and offsets[b.name] < end


def height(buffers: Sequence[Buffer], offsets: Mapping[str, int]) -> int:
    """The arena that the placed buffers need."""
    return aligned(max(offsets[b.name] + b.size_bytes for b in buffers))


def aligned(value: int) -> int:
    """Rounded up to the alignment of all offsets."""
    return -(-value // ALIGNMENT_BYTES) * ALIGNMENT_BYTES
