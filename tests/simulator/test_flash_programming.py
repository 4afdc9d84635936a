"""Programming and erasing the flash of the F0 and F1: RM0008 and PM0075, RM0091."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from generator.boards.load import load
from generator.simulator.machine import Machine
from tests.simulator.simulated_board import F103, booted, build, word, words

F072 = load("nucleo-f072rb")

# The page behind the code is programmed; every step notes SR and what the flash then holds.
PROGRAM = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define KEYR REG(0x40022004)
#define SR REG(0x4002200C)
#define CR REG(0x40022010)
#define AR REG(0x40022014)
#define PAGE 0x08004000u
volatile uint32_t noted[16], faults;
static uint32_t *next = (uint32_t *)noted;
static void note(void)
{
    while (SR & 1) {
    }
    *next++ = SR;
    *next++ = REG(PAGE);
    SR = 0x3C;
}
void HardFault_Handler(void)
{
    faults++;
    CR = 0;
    note();
    for (;;) {
    }
}
int main(void)
{
    volatile uint16_t *half = (volatile uint16_t *)PAGE;
    KEYR = 0x45670123u;
    KEYR = 0xCDEF89ABu;
    CR = 1; /* PG */
    half[0] = 0x1234;
    note();
    half[1] = 0xABCD;
    note();
    half[0] = 0x0204; /* not blank */
    note();
    half[1] = 0;
    note();
    CR = 2; /* PER */
    AR = PAGE + 100;
    CR = 2 | 1 << 6; /* STRT */
    note();
    CR = 0;
    noted[15] = REG(PAGE + SIZE - 4) + REG(PAGE - 4) + CR;
    LAST;
    for (;;) {
    }
}
"""
BLANK, EOP, PGERR = 0xFFFFFFFF, 1 << 5, 1 << 2
IMPRECISERR = 1 << 10  # of CFSR


def programmed(folder: Path, board: Board, last: str = "", page: int = 1024) -> Machine:
    elf = build(folder, board, PROGRAM, flags=[f"-DLAST={last}", f"-DSIZE={page}"])
    machine = Machine(board, elf)
    behind = board.part.flash.origin + 0x4000 + page
    assert machine.debugger.program(behind, bytes(4))
    machine.run(0.1)
    assert machine.read_memory(behind, 4) == bytes(4), "the next page is left alone"
    assert machine.read_memory(behind - 4, 4) == bytes([255]) * 4
    return machine


@pytest.mark.parametrize(("board", "page"), [(F103, 1024), (F072, 2048)], ids=["f103", "f072"])
def test_half_words_are_programmed_and_pages_erased(
    tmp_path: Path, board: Board, page: int
) -> None:
    machine = programmed(tmp_path, board, page=page)
    assert words(machine, "noted", 10) == [
        EOP, 0xFFFF1234,
        EOP, 0xABCD1234,
        PGERR, 0xABCD1234,
        EOP, 0x00001234,
        EOP, BLANK,
    ]  # fmt: skip
    assert word(machine, "faults") == 0
    assert machine.reports == ["FLASH: 0x08004000 is programmed, but was not blank: PGERR."]
    assert machine.lockup is None


def test_it_takes_its_time(tmp_path: Path) -> None:
    """Three half-words of 52.5 us, one page of 20 to 40 ms: DS5319; the code in flash waits."""
    machine = Machine(F103, build(tmp_path, F103, PROGRAM, flags=["-DLAST=", "-DSIZE=1024"]))
    machine.debugger.attach(True)
    end = machine.symbol("main")
    machine.debugger.set_breakpoint(end, True)
    machine.run(0.1)
    machine.debugger.set_breakpoint(end, False)
    before, executed = machine.seconds, machine.instructions
    machine.debugger.go_on()
    machine.run(100e-6)
    assert machine.instructions - executed < 100
    machine.run(0.1 - 100e-6)
    assert words(machine, "noted", 10)[8] == EOP
    assert machine.seconds - before == pytest.approx(0.1, abs=1e-3)


@pytest.mark.parametrize(
    "store",
    [
        "CR = 1; *(volatile uint8_t *)PAGE = 1",
        "CR = 1; *(volatile uint32_t *)PAGE = 1",
        "CR = 0; half[2] = 1",
        "CR = 0x80; CR = 1; half[2] = 1",
    ],
    ids=["byte", "word", "without PG", "locked"],
)
def test_other_stores_are_bus_errors(tmp_path: Path, store: str) -> None:
    machine = programmed(tmp_path, F103, last=store)
    assert word(machine, "faults") == 1
    assert words(machine, "noted", 12)[10:] == [0, BLANK]


def test_code_that_is_programmed_can_be_run(tmp_path: Path) -> None:
    """movs r0, #7; bx lr where blank flash was executed before, and faulted."""
    source = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t seen;
int main(void)
{
    volatile uint16_t *half = (volatile uint16_t *)0x08004000u;
    REG(0x40022004) = 0x45670123u;
    REG(0x40022004) = 0xCDEF89ABu;
    REG(0x40022010) = 1;
    half[0] = 0x2007;
    half[1] = 0x4770;
    seen = ((uint32_t (*)(void))0x08004001u)();
    half[0] = 0; /* movs r0, r0 */
    seen += ((uint32_t (*)(uint32_t))0x08004001u)(100);
    for (;;) {
    }
}
"""
    assert word(booted(build(tmp_path, F103, source), F103, 0.01), "seen") == 107


KEYS = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define CR REG(0x40022010)
volatile uint32_t seen[4], faulted;
void HardFault_Handler(void)
{
    faulted = REG(0xE000ED28) | 1;
    seen[3] = CR;
    for (;;) {
    }
}
int main(void)
{
    CR = 1;
    seen[0] = CR;
    REG(0x40022004) = 0x45670123u;
    REG(0x40022004) = SECOND_KEY;
    CR = 1;
    seen[1] = CR;
    CR = 0x80;
    CR = 1;
    seen[2] = CR;
    for (;;) {
    }
}
"""


def test_two_keys_open_the_flash_controller(tmp_path: Path) -> None:
    machine = booted(build(tmp_path, F103, KEYS, flags=["-DSECOND_KEY=0xCDEF89ABu"]), F103, 0.01)
    assert words(machine, "seen", 3) == [0x80, 0x01, 0x80]
    assert word(machine, "faulted") == 0


def test_a_wrong_key_is_a_bus_error_and_locks_until_reset(tmp_path: Path) -> None:
    machine = booted(build(tmp_path, F103, KEYS, flags=["-DSECOND_KEY=0xCDEF89AAu"]), F103, 0.01)
    assert word(machine, "faulted") == IMPRECISERR | 1
    assert words(machine, "seen", 4)[0::3] == [0x80, 0x80]
    assert any("a wrong key" in report for report in machine.reports)
