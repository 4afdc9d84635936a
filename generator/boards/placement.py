"""Where a firmware's data lies on a part with several RAMs: one rule for every board.

1. As little waiting as can be: the tightly coupled data RAM (DTCM) answers at once and needs no
   cache, so stack, variables and arena go there together. An arena that is too large for it goes
   to the largest RAM that holds it; stack and variables stay.
2. As few regions as can be: without tightly coupled RAM everything lies in the largest stretch.
   When that is too small for all, the arena is parted from stack and variables.
3. An arena that no RAM holds may be parted into banks: the first beside stack and variables, the
   others in the remaining RAMs, the largest first.
4. What fits nowhere else gets the longest stretch that neighbouring RAMs make together.

RAM for code alone (ITCM) holds no data.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.boards.facts import Memory, Part, joined

# The linker script rounds every section up to this.
_BANK_ALIGNMENT_BYTES = 16


@dataclass(frozen=True)
class Placement:
    """main: holds stack and variables. arenas: hold the banks of the model's buffers; mostly it is
    one, and often that is `main`.

    others: RAMs that stay free. fits: whether all has room.
    """

    main: Memory
    arenas: tuple[Memory, ...]
    others: tuple[Memory, ...]
    fits: bool

    @property
    def together(self) -> bool:
        """Whether the arena's first bank shares a region with stack and variables."""
        return self.arenas[0] == self.main

    @property
    def arena_name(self) -> str:
        """The RAMs of the arena: "dtcm", "dtcm + d1_sram"."""
        return " + ".join(arena.name for arena in self.arenas)

    @property
    def capacity_bytes(self) -> int:
        """The RAM that the firmware can use when placed so."""
        return sum(memory.size_bytes for memory in {self.main, *self.arenas})


def place(part: Part, bank_bytes: Sequence[int], rest_bytes: int) -> Placement:
    """The best placement of an arena's banks, and of stack and variables (`rest_bytes`)."""
    if len(bank_bytes) > 1:
        return _parted(part, bank_bytes, rest_bytes)
    arena_bytes = bank_bytes[0]
    for main, arena in _choices(part):
        if _holds(main, arena, arena_bytes, rest_bytes):
            return _placement(part, main, (arena,), fits=True)
    whole = part.main_ram
    return _placement(part, whole, (whole,), fits=arena_bytes + rest_bytes <= whole.size_bytes)


def bank_capacities(part: Part, rest_bytes: int) -> tuple[int, ...]:
    """The bytes that each bank of a parted arena may have; none where there is but one RAM."""
    main, *others = _bank_regions(part)
    beside = max(0, main.size_bytes - rest_bytes) // _BANK_ALIGNMENT_BYTES * _BANK_ALIGNMENT_BYTES
    return (beside, *(memory.size_bytes for memory in others)) if others else ()


def _parted(part: Part, bank_bytes: Sequence[int], rest_bytes: int) -> Placement:
    regions = _bank_regions(part)[: len(bank_bytes)]
    capacities = bank_capacities(part, rest_bytes)
    fits = len(bank_bytes) <= len(capacities) and all(
        needed <= capacity for needed, capacity in zip(bank_bytes, capacities, strict=False)
    )
    return _placement(part, regions[0], regions, fits=fits)


def _bank_regions(part: Part) -> tuple[Memory, ...]:
    coupled, plain = _regions(part)
    return (*coupled, *plain)


def _regions(part: Part) -> tuple[list[Memory], list[Memory]]:
    """The tightly coupled RAMs for data, and the others with neighbours joined, largest first."""
    plain = joined(m for m in part.data_rams if not m.tightly_coupled)
    coupled = [m for m in part.data_rams if m.tightly_coupled]
    return coupled, sorted(plain, key=lambda m: -m.size_bytes)


def _choices(part: Part) -> Iterator[tuple[Memory, Memory]]:
    """(stack and variables, arena), the preferred choice first."""
    coupled, plain = _regions(part)
    for main in (*coupled, *plain):
        yield main, main
        if main.tightly_coupled:
            yield from ((main, arena) for arena in plain)
    yield from ((main, arena) for main in plain for arena in plain if main != arena)


def _holds(main: Memory, arena: Memory, arena_bytes: int, rest_bytes: int) -> bool:
    if main == arena:
        return arena_bytes + rest_bytes <= main.size_bytes
    return arena_bytes <= arena.size_bytes and rest_bytes <= main.size_bytes


def _placement(part: Part, main: Memory, arenas: tuple[Memory, ...], *, fits: bool) -> Placement:
    used = (main, *arenas)
    others = tuple(m for m in part.rams if not any(_overlap(m, region) for region in used))
    return Placement(main, arenas, others, fits)


def _overlap(memory: Memory, region: Memory) -> bool:
    return memory.origin < region.end and region.origin < memory.end
