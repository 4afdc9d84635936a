"""How small an arena could possibly be, whatever the placement."""

from collections.abc import Mapping, Sequence

from generator.memory.buffers import Buffer, Pair, aligned
from generator.program import Program


def lower_bound(
    program: Program, buffers: Sequence[Buffer], pairs: Mapping[tuple[str, str], Pair]
) -> int:
    """The step that needs most: all that lives there, with the best overlap that it allows."""
    best_pairs: dict[int, list[Pair]] = {}
    for pair in pairs.values():
        best_pairs.setdefault(pair.step, []).append(pair)
    by_name = {b.name: b for b in buffers}
    needs = []
    for step in range(len(program.steps)):
        live = sum(b.size_bytes for b in buffers if b.first <= step <= b.last)
        saved = (_most_shared(pair, by_name) for pair in best_pairs.get(step, []))
        needs.append(live - max(saved, default=0))
    return aligned(max(needs, default=0))


def _most_shared(pair: Pair, by_name: Mapping[str, Buffer]) -> int:
    """The most bytes that input and output can have in common, whichever way it lies over it.

    Ascending the output starts `gap_bytes` below the input, descending it ends as many above; so
    all but those of its bytes can be shared, if the input has as many.
    """
    source, result = by_name[pair.source].size_bytes, by_name[pair.result].size_bytes
    return max(min(source, result, max(0, result - way.gap_bytes)) for way in pair.ways)
