"""Where a firmware's data lies on a part with several RAMs: one rule for every board.

1. As little waiting as can be: the tightly coupled data RAM (DTCM) answers at once and needs no
   cache, so stack, variables and arena go there together. An arena that is too large for it goes
   to the largest RAM that holds it; stack and variables stay.
2. As few regions as can be: without tightly coupled RAM everything lies in the largest stretch.
   When that is too small for all, the arena is parted from stack and variables.
3. What fits nowhere else gets the longest stretch that neighbouring RAMs make together.

RAM for code alone (ITCM) holds no data.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.boards.facts import Memory, Part, joined


@dataclass(frozen=True)
class Placement:
    """main: holds stack and variables. arena: holds the model's buffers; often the same.

    others: RAMs that stay free. fits: whether all has room.
    """

    main: Memory
    arena: Memory
    others: tuple[Memory, ...]
    fits: bool

    @property
    def together(self) -> bool:
        """Whether the arena shares a region with stack and variables."""
        return self.arena == self.main

    @property
    def capacity_bytes(self) -> int:
        """The RAM that the firmware can use when placed so."""
        return self.main.size_bytes + (0 if self.together else self.arena.size_bytes)


def place(part: Part, arena_bytes: int, rest_bytes: int) -> Placement:
    """The best placement of an arena, and of stack and variables (`rest_bytes`)."""
    for main, arena in _choices(part):
        if _holds(main, arena, arena_bytes, rest_bytes):
            return _placement(part, main, arena, fits=True)
    whole = part.main_ram
    return _placement(part, whole, whole, fits=arena_bytes + rest_bytes <= whole.size_bytes)


def _choices(part: Part) -> Iterator[tuple[Memory, Memory]]:
    """(stack and variables, arena), the preferred choice first."""
    coupled = [m for m in part.data_rams if m.tightly_coupled]
    plain = sorted(
        joined(m for m in part.data_rams if not m.tightly_coupled), key=lambda m: -m.size_bytes
    )
    for main in (*coupled, *plain):
        yield main, main
        if main.tightly_coupled:
            yield from ((main, arena) for arena in plain)
    yield from ((main, arena) for main in plain for arena in plain if main != arena)


def _holds(main: Memory, arena: Memory, arena_bytes: int, rest_bytes: int) -> bool:
    if main == arena:
        return arena_bytes + rest_bytes <= main.size_bytes
    return arena_bytes <= arena.size_bytes and rest_bytes <= main.size_bytes


def _placement(part: Part, main: Memory, arena: Memory, *, fits: bool) -> Placement:
    used = (main, arena)
    others = tuple(m for m in part.rams if not any(_overlap(m, region) for region in used))
    return Placement(main, arena, others, fits)


def _overlap(memory: Memory, region: Memory) -> bool:
    return memory.origin < region.end and region.origin < memory.end
