"""Corners of the core that few firmwares touch: STIR, ICSR, bit-banding, wrong branches, CCR.

Sources: ARMv7-M Architecture Reference Manual (DDI0403E), B3.2.4 (ICSR), B3.2.27 (STIR), B1.5.14
(UsageFault); Cortex-M4 Technical Reference Manual (DDI0439), "Bit-banding".
"""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from tests.simulator.simulated_board import F103, L4R5, booted, build, word, words

FRAME = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define BARRIER() __asm volatile("dsb\\n isb" ::: "memory")
volatile uint32_t seen[8], count, target, back, status;
void Interrupt0_Handler(void)
{
    seen[count++] = REG(0xE000ED04);
    REG(0xE000EF00) = 1;
    BARRIER();
}
void Interrupt1_Handler(void)
{
    seen[count++] = REG(0xE000ED04);
}
void resume(uint32_t *frame)
{
    status = REG(0xE000ED28);
    frame[6] = back;
    frame[7] |= 1u << 24;
}
__attribute__((naked)) void HardFault_Handler(void)
{
    __asm volatile("mrs r0, msp\\n b resume");
}
int main(void)
{
    REG(0xE000E400) = 0x0040;
    REG(0xE000E100) = 3;
    BODY
    for (;;) {
    }
}
"""


@pytest.fixture(params=[F103, L4R5], ids=lambda board: str(board.part.core))
def board(request: pytest.FixtureRequest) -> Board:
    found: Board = request.param
    return found


def run(tmp_path: Path, board: Board, body: str):
    """The machine after a body of `main`."""
    return booted(build(tmp_path, board, FRAME, flags=[f"-DBODY={body}"]), board, 0.005)


def test_an_interrupt_that_stir_pends_preempts_the_one_that_pended_it(
    tmp_path: Path, board: Board
) -> None:
    """Interrupt 0 at priority 0x40 pends interrupt 1 at priority 0."""
    machine = run(tmp_path, board, "REG(0xE000EF00) = 0; BARRIER();")
    outer, inner = words(machine, "seen", 2)
    assert word(machine, "count") == 2
    assert (outer & 0x1FF, inner & 0x1FF) == (16, 17)
    assert (outer >> 11 & 1, inner >> 11 & 1) == (1, 0)  # RETTOBASE


def test_stir_ignores_interrupts_that_the_part_has_not(tmp_path: Path, board: Board) -> None:
    machine = run(tmp_path, board, "REG(0xE000EF00) = 300; BARRIER();")
    assert word(machine, "count") == 0
    assert machine.lockup is None


def test_icsr_tells_of_a_masked_interrupt(tmp_path: Path, board: Board) -> None:
    body = """
        __asm volatile("cpsid i"); seen[0] = REG(0xE000ED04); REG(0xE000EF00) = 1;
        seen[1] = REG(0xE000ED04);
    """
    before, after = words(run(tmp_path, board, " ".join(body.split())), "seen", 2)
    assert before >> 12 & 0x47F == 0
    assert after >> 12 & 0x7F == 17
    assert after >> 22 & 1 == 1


def test_bits_of_ram_have_words_of_their_own(tmp_path: Path, board: Board) -> None:
    body = """
        uint32_t alias = 0x22000000u + ((uint32_t)&target - 0x20000000u) * 32u; target = 0x101u;
        seen[0] = REG(alias); seen[1] = REG(alias + 4u); seen[2] = REG(alias + 32u);
        REG(alias + 4u * 21u) = 0xFFFFFFFFu; REG(alias) = 2u;
    """
    machine = run(tmp_path, board, " ".join(body.split()))
    assert words(machine, "seen", 3) == [1, 0, 1]
    assert word(machine, "target") == 0x100 | 1 << 21
    assert machine.reports == []


def test_bits_of_a_register_too(tmp_path: Path) -> None:
    """RCC.APB2ENR.IOPAEN of the F103, by its alias."""
    body = "REG(0x42000000u + 0x21018u * 32u + 4u * 2u) = 1u; seen[0] = REG(0x40021018u);"
    assert words(run(tmp_path, F103, body), "seen", 1) == [1 << 2]


def test_a_branch_out_of_thumb_state_is_an_invalid_state(tmp_path: Path, board: Board) -> None:
    body = """
        back = (uint32_t)&&after; target = (uint32_t)&main & ~1u;
        ((void (*)(void))target)(); after: ;
    """
    machine = run(tmp_path, board, " ".join(body.split()))
    assert machine.lockup is None
    assert word(machine, "status") == 1 << 17


def test_a_trap_that_is_not_modelled_is_reported(tmp_path: Path, board: Board) -> None:
    """But not that of divisions by 0, which every generated firmware switches on."""
    machine = run(tmp_path, board, "REG(0xE000ED14) |= 1u << 3;")
    assert any("UNALIGN_TRP" in report for report in machine.reports)
    assert run(tmp_path, board, "REG(0xE000ED14) |= 1u << 4;").reports == []
