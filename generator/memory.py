"""The memory plan: every buffer of a program gets its place in one static arena.

Buffers that live at the same time must not share bytes, except where a kernel allows its output
to lie over an input that dies there (`Overlap`). Placing each buffer at the lowest legal offset in
a good order gives the arena; the order is improved by search, which is deterministic.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.program import Order, Overlap, Program

_ALIGNMENT_BYTES = 4
_SEARCH_ROUNDS = 150


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
class Plan:
    """Where everything lies.

    offsets: activation tensor -> byte offset in the arena. scratch: step index -> byte offset.
    orders: step index -> the direction in which its kernel must walk for its overlap to be legal.
    peak_step: the step whose buffers reach the highest address.
    lower_bound_bytes: no plan of these steps can be smaller.
    greedy_bytes: what the arena would take without any overlap, for comparison.
    """

    arena_bytes: int
    offsets: Mapping[str, int]
    scratch: Mapping[int, int]
    orders: Mapping[int, Order]
    peak_step: int
    lower_bound_bytes: int
    without_overlap_bytes: int
    buffers: tuple[Buffer, ...] = field(repr=False)


@dataclass(frozen=True)
class _Pair:
    """An output that may lie over a dying input: its step and the ways in which it may."""

    step: int
    source: str
    result: str
    ways: tuple[Overlap, ...]


def plan(program: Program) -> Plan:
    """The smallest arena that the search finds for this program."""
    buffers = _buffers(program)
    pairs = _pairs(program, buffers)
    offsets = _search(buffers, pairs, _lower_bound(program, buffers, pairs))
    plain = _search(buffers, {}, _lower_bound(program, buffers, {}))
    return _assemble(program, buffers, pairs, offsets, _height(buffers, plain))


def _assemble(
    program: Program,
    buffers: tuple[Buffer, ...],
    pairs: Mapping[tuple[str, str], _Pair],
    offsets: Mapping[str, int],
    without_overlap_bytes: int,
) -> Plan:
    by_name = {b.name: b for b in buffers}
    top = max(buffers, key=lambda b: offsets[b.name] + b.size_bytes)
    return Plan(
        arena_bytes=_height(buffers, offsets),
        offsets={t: offsets[b.name] for b in buffers for t in b.tensors},
        scratch={b.first: offsets[b.name] for b in buffers if not b.tensors},
        orders={
            pair.step: _legal_way(pair, by_name, offsets)
            for pair in pairs.values()
            if _share_bytes(by_name[pair.source], by_name[pair.result], offsets)
        },
        peak_step=min(max(top.first, 0), len(program.steps) - 1),
        lower_bound_bytes=_lower_bound(program, buffers, pairs),
        without_overlap_bytes=without_overlap_bytes,
        buffers=buffers,
    )


def _buffers(program: Program) -> tuple[Buffer, ...]:
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


def _pairs(program: Program, buffers: Sequence[Buffer]) -> dict[tuple[str, str], _Pair]:
    """Where overlap is legal: the input dies at the step at which the output is born."""
    home = {tensor: buffer for buffer in buffers for tensor in buffer.tensors}
    pairs: dict[tuple[str, str], _Pair] = {}
    for step in program.steps:
        for name in dict.fromkeys(o.input for o in step.overlaps if o.input in home):
            source, result = home[name], home[step.outputs[0]]
            whole = program.tensors[name].size_bytes == source.size_bytes
            if whole and source.last == step.index == result.first and len(step.outputs) == 1:
                ways = tuple(o for o in step.overlaps if o.input == name)
                pairs[source.name, result.name] = _Pair(step.index, source.name, result.name, ways)
    return pairs


def _legal(way: Overlap, source: tuple[int, int], result: tuple[int, int]) -> bool:
    """Whether intervals (start, end) of an input and an output obey the way's order and gap."""
    if way.order == "ascending":
        return result[0] + way.gap_bytes <= source[0]
    return result[1] >= source[1] + way.gap_bytes


def _legal_way(pair: _Pair, by_name: Mapping[str, Buffer], offsets: Mapping[str, int]) -> Order:
    source = _interval(by_name[pair.source], offsets[pair.source])
    result = _interval(by_name[pair.result], offsets[pair.result])
    return next(way.order for way in pair.ways if _legal(way, source, result))


def _interval(buffer: Buffer, offset: int) -> tuple[int, int]:
    return offset, offset + buffer.size_bytes


def _share_bytes(a: Buffer, b: Buffer, offsets: Mapping[str, int]) -> bool:
    start, end = _interval(a, offsets[a.name])
    return start < offsets[b.name] + b.size_bytes and offsets[b.name] < end


def _height(buffers: Sequence[Buffer], offsets: Mapping[str, int]) -> int:
    return _aligned(max(offsets[b.name] + b.size_bytes for b in buffers))


def _aligned(value: int) -> int:
    return -(-value // _ALIGNMENT_BYTES) * _ALIGNMENT_BYTES


def _lower_bound(
    program: Program, buffers: Sequence[Buffer], pairs: Mapping[tuple[str, str], _Pair]
) -> int:
    """The step that needs most: all that lives there, with the best overlap that it allows."""
    best_pairs: dict[int, list[_Pair]] = {}
    for pair in pairs.values():
        best_pairs.setdefault(pair.step, []).append(pair)
    by_name = {b.name: b for b in buffers}
    needs = []
    for step in range(len(program.steps)):
        live = sum(b.size_bytes for b in buffers if b.first <= step <= b.last)
        saved = (_most_shared(pair, by_name) for pair in best_pairs.get(step, []))
        needs.append(live - max(saved, default=0))
    return _aligned(max(needs, default=0))


def _most_shared(pair: _Pair, by_name: Mapping[str, Buffer]) -> int:
    """The most bytes that input and output can have in common, whichever way it lies over it.

    Ascending the output starts `gap_bytes` below the input, descending it ends as many above; so
    all but those of its bytes can be shared, if the input has as many.
    """
    source, result = by_name[pair.source].size_bytes, by_name[pair.result].size_bytes
    return max(min(source, result, max(0, result - way.gap_bytes)) for way in pair.ways)


def _search(
    buffers: Sequence[Buffer], pairs: Mapping[tuple[str, str], _Pair], bound: int
) -> dict[str, int]:
    """Offsets by the best order found: promising orders first, then random moves from the best."""
    generator = random.Random(0)
    best_order: list[Buffer] = []
    best: dict[str, int] = {}
    for order in _orders(buffers):
        offsets = _place(order, pairs)
        if not best or _height(buffers, offsets) < _height(buffers, best):
            best_order, best = order, offsets
    for _ in range(_SEARCH_ROUNDS):
        if _height(buffers, best) <= bound:
            break
        order = list(best_order)
        moved = order.pop(generator.randrange(len(order)))
        order.insert(generator.randrange(len(order) + 1), moved)
        offsets = _place(order, pairs)
        if _height(buffers, offsets) <= _height(buffers, best):
            best_order, best = order, offsets
    return best


def _orders(buffers: Sequence[Buffer]) -> Iterator[list[Buffer]]:
    """Largest first, and in time; each also with every other buffer in time before the rest.

    The last two let chains of overlapping layers swing between two places instead of drifting.
    """
    in_time = sorted(buffers, key=lambda b: (b.first, b.last, b.name))
    alternating = in_time[0::2] + in_time[1::2]
    for order in (in_time, alternating, in_time[1::2] + in_time[0::2]):
        yield sorted(order, key=lambda b: -b.size_bytes)
        yield list(order)


def _place(order: Sequence[Buffer], pairs: Mapping[tuple[str, str], _Pair]) -> dict[str, int]:
    """Each buffer in turn at the lowest offset that collides with none placed before it."""
    placed: list[tuple[Buffer, int]] = []
    for buffer in order:
        rivals = [
            (other, offset)
            for other, offset in placed
            if other.first <= buffer.last and buffer.first <= other.last
        ]
        candidates = sorted(set(_candidates(buffer, rivals, pairs)))
        fitting = (c for c in candidates if _fits(buffer, c, rivals, pairs))
        placed.append((buffer, next(fitting)))
    return {buffer.name: offset for buffer, offset in placed}


def _candidates(
    buffer: Buffer, rivals: Sequence[tuple[Buffer, int]], pairs: Mapping[tuple[str, str], _Pair]
) -> Iterator[int]:
    """Offsets worth trying: the bottom, above each rival, and the edges of each overlap."""
    yield 0
    for other, offset in rivals:
        yield _aligned(offset + other.size_bytes)
        for way in _ways(pairs, other, buffer):
            shift = -way.gap_bytes
            if way.order == "descending":
                shift = other.size_bytes + way.gap_bytes - buffer.size_bytes
            yield _at_least_zero(offset + shift, up=way.order == "descending")
        for way in _ways(pairs, buffer, other):
            shift = way.gap_bytes
            if way.order == "descending":
                shift = other.size_bytes - way.gap_bytes - buffer.size_bytes
            yield _at_least_zero(offset + shift, up=way.order == "ascending")


def _ways(
    pairs: Mapping[tuple[str, str], _Pair], source: Buffer, result: Buffer
) -> tuple[Overlap, ...]:
    pair = pairs.get((source.name, result.name))
    return pair.ways if pair else ()


def _at_least_zero(offset: int, *, up: bool) -> int:
    rounded = _aligned(offset) if up else offset // _ALIGNMENT_BYTES * _ALIGNMENT_BYTES
    return max(0, rounded)


def _fits(
    buffer: Buffer,
    offset: int,
    rivals: Sequence[tuple[Buffer, int]],
    pairs: Mapping[tuple[str, str], _Pair],
) -> bool:
    mine = _interval(buffer, offset)
    for other, other_offset in rivals:
        theirs = _interval(other, other_offset)
        if mine[1] <= theirs[0] or theirs[1] <= mine[0]:
            continue
        over = any(_legal(way, theirs, mine) for way in _ways(pairs, other, buffer))
        under = any(_legal(way, mine, theirs) for way in _ways(pairs, buffer, other))
        if not (over or under):
            return False
    return True


def alive_at(plan_: Plan, step: int) -> tuple[Buffer, ...]:
    """The buffers that live while a step runs, the largest first."""
    alive = (b for b in plan_.buffers if b.first <= step <= b.last)
    return tuple(sorted(alive, key=lambda b: -b.size_bytes))
