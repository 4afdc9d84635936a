"""Which branches wait for flash, by the lines that are still there; what straight runs wait.

The F1's figures are those that the STM32F103 shows: docs/timing.md, "Flash of the F1".
"""

import pytest

pytest.importorskip("capstone", reason="needs the extra 'simulator'")

from generator.simulator.decode import decode_block
from generator.simulator.families import stm32f1
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


def branch_not_equal(lines_away: int) -> Instruction:
    """`bne.n` so many lines of eight bytes further."""
    offset = 8 * lines_away // 2 - 2
    code = (0xD100 | offset & 0xFF).to_bytes(2, "little")
    (found,) = decode_block(lambda _, __: code, BRANCH_AT, 2)
    return found


@pytest.mark.parametrize(("lines_away", "waits"), [(0, False), (1, False), (-3, True), (4, True)])
@pytest.mark.parametrize("wait_states", [0, 1, 2])
def test_on_the_f1_a_branch_that_is_not_taken_waits_for_a_line_in_vain(
    lines_away: int, waits: bool, wait_states: int
) -> None:
    stalls = stm32f1.fetch(wait_states).passed_branch_stalls(branch_not_equal(lines_away))
    assert stalls == (wait_states * CYCLE if waits else 0)


def test_elsewhere_it_does_not() -> None:
    assert Fetch(2).passed_branch_stalls(branch_not_equal(-3)) == 0


def test_no_target_is_known_of_what_is_not_a_branch() -> None:
    (nop,) = decode_block(lambda _, __: b"\x00\xbf", BRANCH_AT, 2)
    assert stm32f1.fetch(2).passed_branch_stalls(nop) == 0


def wide_run(count: int) -> tuple[Instruction, ...]:
    """So many `add.w r5, r2, r3`, two in each line of eight bytes."""
    code = bytes.fromhex("02eb0305") * count
    return decode_block(lambda at, size: code[at - 0x08000100 :][:size], 0x08000100, len(code))


@pytest.mark.parametrize(("cycles", "wait_states", "of_each_line"), [(1, 2, 125), (2, 2, 0)])
def test_a_straight_run_on_the_f1_waits_for_reads_of_three_cycles_and_a_quarter(
    cycles: int, wait_states: int, of_each_line: int
) -> None:
    lines = 8
    costs = [cycles * CYCLE] * 2 * lines
    stalls = stm32f1.fetch(wait_states).straight_stalls(wide_run(2 * lines), costs)
    assert of_each_line * (lines - 2) <= stalls <= of_each_line * lines


def test_code_of_two_cycles_a_word_never_waits_where_two_lines_are_fetched_ahead() -> None:
    assert Fetch(2).straight_stalls(wide_run(16), [2 * CYCLE] * 16) == 0
