"""The memory plan: every buffer of a program gets its place in one static arena.

Buffers that live at the same time must not share bytes, except where a kernel allows its output
to lie over an input that dies there (`Overlap`). Placing each buffer at the lowest legal offset in
a good order gives the arena; the order is improved by search, which is deterministic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.memory.bounds import lower_bound
from generator.memory.buffers import (
    Buffer,
    Pair,
    buffers_of,
    height,
    interval,
    legal,
    pairs_of,
    share_bytes,
)
from generator.memory.placement import search
from generator.program import Order, Program

__all__ = ["Buffer", "Plan", "alive_at", "plan"]


@dataclass(frozen=True)
class Plan:
    """Where everything lies.

    offsets: activation tensor -> byte offset in the arena. scratch: step index -> byte offset.
    orders: step index -> the direction in which its kernel must walk for its overlap to be legal.
    peak_step: the step whose buffers reach the highest address.
    lower_bound_bytes: no plan of these steps can be smaller.
    without_overlap_bytes: what the arena would take if no output lay over an input.
    """

    arena_bytes: int
    offsets: Mapping[str, int]
    scratch: Mapping[int, int]
    orders: Mapping[int, Order]
    peak_step: int
    lower_bound_bytes: int
    without_overlap_bytes: int
    buffers: tuple[Buffer, ...] = field(repr=False)


def plan(program: Program) -> Plan:
    """The smallest arena that the search finds for this program."""
    buffers = buffers_of(program)
    pairs = pairs_of(program, buffers)
    offsets = search(buffers, pairs, lower_bound(program, buffers, pairs))
    plain = search(buffers, {}, lower_bound(program, buffers, {}))
    return _assemble(program, buffers, pairs, offsets, height(buffers, plain))


def _assemble(
    program: Program,
    buffers: tuple[Buffer, ...],
    pairs: Mapping[tuple[str, str], Pair],
    offsets: Mapping[str, int],
    without_overlap_bytes: int,
) -> Plan:
    by_name = {b.name: b for b in buffers}
    top = max(buffers, key=lambda b: offsets[b.name] + b.size_bytes)
    return Plan(
        arena_bytes=height(buffers, offsets),
        offsets={t: offsets[b.name] for b in buffers for t in b.tensors},
        scratch={b.first: offsets[b.name] for b in buffers if not b.tensors},
        orders={
            pair.step: _legal_way(pair, by_name, offsets)
            for pair in pairs.values()
            if share_bytes(by_name[pair.source], by_name[pair.result], offsets)
        },
        peak_step=min(max(top.first, 0), len(program.steps) - 1),
        lower_bound_bytes=lower_bound(program, buffers, pairs),
        without_overlap_bytes=without_overlap_bytes,
        buffers=buffers,
    )


def _legal_way(pair: Pair, by_name: Mapping[str, Buffer], offsets: Mapping[str, int]) -> Order:
    source = interval(by_name[pair.source], offsets[pair.source])
    result = interval(by_name[pair.result], offsets[pair.result])
    return next(way.order for way in pair.ways if legal(way, source, result))


def alive_at(plan_: Plan, step: int) -> tuple[Buffer, ...]:
    """The buffers that live while a step runs, the largest first."""
    alive = (b for b in plan_.buffers if b.first <= step <= b.last)
    return tuple(sorted(alive, key=lambda b: -b.size_bytes))
