"""Which branches wait for flash, by the lines that the interface still has."""

import pytest

pytest.importorskip("capstone", reason="needs the extra 'simulator'")

from generator.simulator.decode import decode_block
from generator.simulator.instruction import Instruction
from generator.simulator.timing.fetch import CYCLE, Fetch

BRANCH_AT = 0x08000128  # in line 37 of eight bytes


def branch() -> Instruction:
    """`b.n` to itself; where it goes is said beside it."""
    (found,) = decode_block(lambda _, __: b"\xfe\xe7", BRANCH_AT, 2)
    return found


@pytest.mark.parametrize(
    ("cached_lines", "lines_away", "waits"),
    [
        (0, 0, False),
        (0, 1, False),
        (0, -1, True),
        (0, 2, True),
        (2, -1, False),
        (2, -2, False),
        (2, -3, True),
        (2, 2, True),
    ],
)
def test_a_branch_waits_for_lines_that_are_gone(
    cached_lines: int, lines_away: int, waits: bool
) -> None:
    fetch = Fetch(2, cached_lines=cached_lines)
    stalls = fetch.branch_stalls(branch(), BRANCH_AT + 8 * lines_away)
    assert stalls == (2 * CYCLE if waits else 0)
