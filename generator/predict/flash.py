"""How a board's flash makes the core wait: what one miss costs there, and what counts as a miss.

The rules are those of the simulator (docs/timing.md, "Data reads from flash"); here only as much of
them as can be told before there is a firmware.
"""

from dataclasses import dataclass

from generator.boards.caches import caches
from generator.boards.facts import Board

# docs/timing.md: a read costs five cycles at two wait states.
_F1_CYCLES_PER_WAIT_STATE = 2.5
# docs/timing.md, "Flash of the F7 and H7": clocks of AXI beyond the flash's own time.
_BUS_CLOCKS = 5


@dataclass(frozen=True)
class Interface:
    """The buffers between a core and its flash, as far as data reads meet them.

    line_bytes: of one read of the flash. lines: that are kept, in so many sets; 0: none.
    fetches: whether instructions wait too.
    """

    name: str
    line_bytes: int
    lines: int
    sets: int
    fetches: bool


INTERFACES = {
    i.name: i
    for i in (
        Interface("plain", 8, 0, 1, True),
        Interface("8 bytes x 32", 8, 32, 1, False),
        Interface("16 bytes x 8", 16, 8, 1, False),
        Interface("16 bytes x 448", 16, 448, 1, False),
        Interface("data cache 4 KiB", 32, 128, 32, False),
        Interface("data cache 16 KiB", 32, 512, 128, False),
        Interface("data cache 32 KiB", 32, 1024, 256, False),
    )
}

_BY_FAMILY = {
    "stm32l4": "8 bytes x 32",
    "stm32g4": "8 bytes x 32",
    "stm32wb": "8 bytes x 32",
    "stm32f4": "16 bytes x 8",
    "stm32u5": "16 bytes x 448",
}


def interface(board: Board) -> Interface:
    """What stands before the flash of a board's part."""
    cached = caches(board.part)
    if cached is not None:
        sizes = {"data cache 4 KiB": 4096, "data cache 16 KiB": 16384, "data cache 32 KiB": 32768}
        fitting = [name for name, size in sizes.items() if size <= cached.data_bytes]
        return INTERFACES[fitting[-1]]
    return INTERFACES[_BY_FAMILY.get(board.part.family, "plain")]


def miss_cycles(board: Board) -> float:
    """The core cycles that one miss waits, at the board's clock."""
    clock = board.clock
    if caches(board.part) is not None:
        # The H7's AXI runs slower than the core by this divisor, the F7's at its clock.
        core_per_axi = clock.registers["hpre"] if board.part.family == "stm32h7" else 1
        return (clock.wait_states + 1 + _BUS_CLOCKS) * core_per_axi
    if board.part.family == "stm32f1":
        return clock.wait_states * _F1_CYCLES_PER_WAIT_STATE
    return clock.wait_states
