"""Runs of instructions that straddle words, against what has been measured of a Cortex-M4.

compendium.i-0.nl, "Alignment rules": "Groups of three or more unaligned wide instructions will take
one extra cycle", "Branches to unaligned wide instructions will take one extra cycle".
"""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from tests.simulator.simulated_board import F103, L4R5
from tests.simulator.test_simulated_timing import cycles

NARROW = "adds r2,r2,r3"
WIDE = "add.w r5,r2,r3"


def straddling(count: int) -> str:
    """Wide instructions behind two narrow ones, or three so that each straddles two words."""
    return "; ".join((".balign 4", NARROW, NARROW, NARROW, *[WIDE] * count, NARROW))


@pytest.mark.parametrize(
    ("board", "count", "extra"),
    [(L4R5, 1, 0), (L4R5, 2, 0), (L4R5, 3, 1), (L4R5, 4, 1), (F103, 3, 0), (F103, 4, 1)],
    ids=lambda value: value.part.core if isinstance(value, Board) else str(value),
)
def test_of_three_in_a_row_one_waits_and_of_four_on_the_f103(
    tmp_path: Path, board: Board, count: int, extra: int
) -> None:
    assert cycles(tmp_path, board, straddling(count)) == 4 + count + extra


@pytest.mark.parametrize("count", [3, 12])
def test_wide_instructions_in_their_words_never_wait(tmp_path: Path, count: int) -> None:
    body = "; ".join((".balign 4", NARROW, NARROW, *[WIDE] * count))
    assert cycles(tmp_path, L4R5, body) == 2 + count


def test_two_groups_wait_once_each(tmp_path: Path) -> None:
    body = f"{straddling(3)}; {'; '.join([NARROW] * 8)}; {straddling(3)}"
    assert cycles(tmp_path, L4R5, body) == 2 * (4 + 3 + 1) + 8


@pytest.mark.parametrize(("before", "extra"), [(NARROW, 0), (f"{NARROW}; {NARROW}", 1)])
def test_a_branch_to_a_straddling_instruction_waits(
    tmp_path: Path, before: str, extra: int
) -> None:
    """A taken branch over one narrow instruction or two, to an aligned or a straddling one."""
    body = f".balign 4; b.n 1f; {before}; 1: {WIDE}; {NARROW}"
    assert cycles(tmp_path, L4R5, body) == 3 + 1 + 1 + extra
