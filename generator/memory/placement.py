"""Offsets for all buffers: each in turn at the lowest legal place, the order improved by search."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.memory.buffers import ALIGNMENT_BYTES, Buffer, Pair, aligned, height, interval, legal
from generator.program import Overlap

_SEARCH_ROUNDS = 150
# Placing takes the square of the number of buffers: very long models get fewer rounds.
_SEARCH_COMPARISONS = 4_000_000


def search(
    buffers: Sequence[Buffer], pairs: Mapping[tuple[str, str], Pair], bound: int
) -> dict[str, int]:
    """Offsets by the order found with the least height; no order gets below `bound`."""

    def place(order: Sequence[Buffer]) -> dict[str, int]:
        return _place(order, pairs, ())

    def cost(offsets: Mapping[str, int]) -> float:
        return height(buffers, offsets)

    return _best(list(_orders(buffers)), place, cost, bound)


def search_banks(
    buffers: Sequence[Buffer],
    pairs: Mapping[tuple[str, str], Pair],
    walls: Sequence[int],
    traffic: Mapping[str, float],
) -> dict[str, int]:
    """Offsets in an arena of several banks, with as little traffic as can be beyond the first.

    walls: the offsets at which banks end, the last one the end of all; no buffer lies across one.
    traffic: bytes that an inference reads and writes of each buffer. The best order found need not
    stay below the last wall.
    """

    def place(order: Sequence[Buffer]) -> dict[str, int]:
        return _place(order, pairs, walls)

    def cost(offsets: Mapping[str, int]) -> float:
        excess = max(0, height(buffers, offsets) - walls[-1])
        slow = sum(traffic[b.name] for b in buffers if offsets[b.name] >= walls[0])
        return slow + excess * (1.0 + sum(traffic.values()))

    busiest = sorted(buffers, key=lambda b: (-traffic[b.name] / max(b.size_bytes, 1), b.name))
    return _best([busiest, *_orders(buffers)], place, cost, 0)


def _best(
    orders: Sequence[list[Buffer]],
    place: Callable[[Sequence[Buffer]], dict[str, int]],
    cost: Callable[[Mapping[str, int]], float],
    bound: float,
) -> dict[str, int]:
    """Promising orders first, then random moves from the best: of any buffer, then of a few.

    The few are those that live together with the highest one, in whose way they may lie.
    """
    generator = random.Random(0)
    best_order = min(orders, key=lambda order: cost(place(order)))
    best = place(best_order)
    rounds = min(_SEARCH_ROUNDS, _SEARCH_COMPARISONS // max(1, len(best_order) ** 2))
    for turn in range(2 * rounds):
        if cost(best) <= bound:
            break
        order = list(best_order)
        moved = generator.choice(order if turn < rounds else _about_the_highest(order, best))
        order.remove(moved)
        order.insert(generator.randrange(len(order) + 1), moved)
        offsets = place(order)
        if cost(offsets) <= cost(best):
            best_order, best = order, offsets
    return best


def _about_the_highest(buffers: Sequence[Buffer], offsets: Mapping[str, int]) -> list[Buffer]:
    """The buffers that live at some time of the one that reaches the highest address."""
    top = max(buffers, key=lambda b: offsets[b.name] + b.size_bytes)
    return [b for b in buffers if b.first <= top.last and top.first <= b.last]


def _orders(buffers: Sequence[Buffer]) -> Iterator[list[Buffer]]:
    """Largest first, and in time; each also with every other buffer in time before the rest.

    The last two let chains of overlapping layers swing between two places instead of drifting.
    """
    in_time = sorted(buffers, key=lambda b: (b.first, b.last, b.name))
    alternating = in_time[0::2] + in_time[1::2]
    for order in (in_time, alternating, in_time[1::2] + in_time[0::2]):
        yield sorted(order, key=lambda b: -b.size_bytes)
        yield list(order)


def _place(
    order: Sequence[Buffer], pairs: Mapping[tuple[str, str], Pair], walls: Sequence[int]
) -> dict[str, int]:
    """Each buffer in turn at the lowest offset that collides with none placed before it."""
    placed: list[tuple[Buffer, int]] = []
    for buffer in order:
        rivals = [
            (other, offset)
            for other, offset in placed
            if other.first <= buffer.last and buffer.first <= other.last
        ]
        candidates = sorted({*_candidates(buffer, rivals, pairs), *walls})
        whole = (c for c in candidates if not _across(buffer, c, walls))
        fitting = (c for c in whole if _fits(buffer, c, rivals, pairs))
        placed.append((buffer, next(fitting)))
    return {buffer.name: offset for buffer, offset in placed}


def _across(buffer: Buffer, offset: int, walls: Sequence[int]) -> bool:
    """Whether it lies across a wall; the last one is open, so that there is always a place."""
    return any(offset < wall < offset + buffer.size_bytes for wall in walls[:-1])


def _candidates(
    buffer: Buffer, rivals: Sequence[tuple[Buffer, int]], pairs: Mapping[tuple[str, str], Pair]
) -> Iterator[int]:
    """Offsets worth trying: the bottom, above each rival, and the edges of each overlap."""
    yield 0
    for other, offset in rivals:
        yield aligned(offset + other.size_bytes)
        for way in _ways(pairs, other, buffer):
            shift = -way.gap_bytes
            if way.order == "in place":
                shift = 0
            elif way.order == "descending":
                shift = other.size_bytes + way.gap_bytes - buffer.size_bytes
            yield _at_least_zero(offset + shift, up=way.order == "descending")
        for way in _ways(pairs, buffer, other):
            shift = way.gap_bytes
            if way.order == "in place":
                shift = 0
            elif way.order == "descending":
                shift = other.size_bytes - way.gap_bytes - buffer.size_bytes
            yield _at_least_zero(offset + shift, up=way.order == "ascending")


def _ways(
    pairs: Mapping[tuple[str, str], Pair], source: Buffer, result: Buffer
) -> tuple[Overlap, ...]:
    pair = pairs.get((source.name, result.name))
    return pair.ways if pair else ()


def _at_least_zero(offset: int, *, up: bool) -> int:
    rounded = aligned(offset) if up else offset // ALIGNMENT_BYTES * ALIGNMENT_BYTES
    return max(0, rounded)


def _fits(
    buffer: Buffer,
    offset: int,
    rivals: Sequence[tuple[Buffer, int]],
    pairs: Mapping[tuple[str, str], Pair],
) -> bool:
    mine = interval(buffer, offset)
    for other, other_offset in rivals:
        theirs = interval(other, other_offset)
        if mine[1] <= theirs[0] or theirs[1] <= mine[0]:
            continue
        over = any(legal(way, theirs, mine) for way in _ways(pairs, other, buffer))
        under = any(legal(way, mine, theirs) for way in _ways(pairs, buffer, other))
        if not (over or under):
            return False
    return True
