"""The memory plan: every buffer of a program gets its place in one static arena.

Where no RAM of a part holds it all, the arena is parted into banks.

Buffers that live at the same time must not share bytes, except where a kernel allows its output
to lie over an input that dies there (`Overlap`). Placing each buffer at the lowest legal offset in
a good order gives the arena; the order is improved by search, which is deterministic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.memory.banks import Bank, banks_of, traffic_of, walls_of
from generator.memory.bounds import lower_bound
from generator.memory.buffers import (
    Buffer,
    Pair,
    aligned,
    buffers_of,
    height,
    interval,
    legal,
    pairs_of,
    share_bytes,
)
from generator.memory.placement import search, search_banks
from generator.program import Order, Program

__all__ = ["Bank", "Buffer", "Plan", "alive_at", "parted", "plan"]


@dataclass(frozen=True)
class Plan:
    """Where everything lies.

    banks: the stretches that the arena consists of, each in a RAM of its own; mostly one. Between
    the end of one and the start of the next there may be offsets that mean nothing.
    offsets: activation tensor -> byte offset in the arena. scratch: step index -> byte offset.
    orders: step index -> the direction in which its kernel must walk for its overlap to be legal.
    peak_step: the step whose buffers reach the highest address.
    lower_bound_bytes: no plan of these steps can be smaller.
    without_overlap_bytes: what the arena would take if no output lay over an input.
    """

    banks: tuple[Bank, ...]
    offsets: Mapping[str, int]
    scratch: Mapping[int, int]
    orders: Mapping[int, Order]
    peak_step: int
    lower_bound_bytes: int
    without_overlap_bytes: int
    buffers: tuple[Buffer, ...] = field(repr=False)

    @property
    def arena_bytes(self) -> int:
        """What the arena takes in all."""
        return sum(bank.size_bytes for bank in self.banks)


def plan(program: Program) -> Plan:
    """The smallest arena that the search finds for this program."""
    buffers = buffers_of(program)
    pairs = pairs_of(program, buffers)
    offsets = search(buffers, pairs, lower_bound(program, buffers, pairs))
    banks = (Bank(0, height(buffers, offsets)),)
    return _assemble(program, buffers, pairs, offsets, banks)


def parted(program: Program, capacities: Sequence[int]) -> Plan | None:
    """A plan with the busiest buffers in the first of several banks.

    capacities: bytes, the fastest RAM first. None where they are too small or the first is useless.
    """
    buffers = buffers_of(program)
    pairs = pairs_of(program, buffers)
    walls = walls_of(capacities)
    offsets = search_banks(buffers, pairs, walls, traffic_of(program, buffers))
    if height(buffers, offsets) > walls[-1] or min(offsets.values()) >= walls[0]:
        return None
    ends = [aligned(offsets[b.name] + b.size_bytes) for b in buffers]
    return _assemble(program, buffers, pairs, offsets, banks_of(ends, walls))


def _assemble(
    program: Program,
    buffers: tuple[Buffer, ...],
    pairs: Mapping[tuple[str, str], Pair],
    offsets: Mapping[str, int],
    banks: tuple[Bank, ...],
) -> Plan:
    by_name = {b.name: b for b in buffers}
    top = max(buffers, key=lambda b: offsets[b.name] + b.size_bytes)
    plain = search(buffers, {}, lower_bound(program, buffers, {}))
    return Plan(
        banks=banks,
        offsets={t: offsets[b.name] for b in buffers for t in b.tensors},
        scratch={b.first: offsets[b.name] for b in buffers if not b.tensors},
        orders={
            pair.step: _legal_way(pair, by_name, offsets)
            for pair in pairs.values()
            if share_bytes(by_name[pair.source], by_name[pair.result], offsets)
        },
        peak_step=min(max(top.first, 0), len(program.steps) - 1),
        lower_bound_bytes=lower_bound(program, buffers, pairs),
        without_overlap_bytes=height(buffers, plain),
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
