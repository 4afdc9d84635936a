"""Cortex-M0 and M0+: what they refuse, and SysTick against cycles counted from Arm's manuals."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards import load
from generator.boards.facts import Board
from generator.simulator.machine import Machine
from tests.simulator.simulated_board import booted, build, word, words

M0, M0PLUS = load("nucleo-f072rb"), load("nucleo-g071rb")

NOTES = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t noted[4];
void note(uint32_t *frame)
{
    uint32_t number;
    __asm volatile("mrs %0, ipsr" : "=r"(number));
    noted[0] = number;
    noted[1] = frame[6];
    noted[2] = frame[0];
    noted[3] = REG(0xE000ED28) | REG(0xE000ED2C) | REG(0xE000ED38);
    for (;;) {
    }
}
__attribute__((naked)) void HardFault_Handler(void)
{
    __asm volatile("mov r0, sp\\n ldr r1, =note\\n bx r1\\n .ltorg");
}
extern uint32_t culprit[];
int main(void)
{
    REG(0xE000ED24) = 7u << 16; /* ARMv7-M would now call other handlers */
    __asm volatile(
        "ldr r0, =0xC0FFEE\\n ldr r1, =" ADDRESS "\\n push {r1}\\n" BEFORE "\\n"
        ".global culprit\\n culprit:\\n" INSTRUCTION "\\n nop\\n pop {r3}"
        ::: "r0", "r1", "r2", "r3", "memory");
    return 0;
}
"""

HARD_FAULT = 3
IN_RAM = 0x20000800


def fault(
    tmp_path: Path, board: Board, instruction: str, address: int = IN_RAM, before: str = "nop"
) -> tuple[Machine, list[int]]:
    texts = {"INSTRUCTION": instruction, "ADDRESS": f"0x{address:08X}", "BEFORE": before}
    flags = [f'-D{name}="{text}"' for name, text in texts.items()]
    machine = booted(build(tmp_path, board, NOTES, flags=flags), board, 0.005)
    return machine, words(machine, "noted", 4)


def check_hard_fault(machine: Machine, noted: list[int]) -> None:
    # The fault status registers of ARMv7-M are not there and read as zero: DDI0419, B3.2.1.
    assert noted == [HARD_FAULT, machine.symbol("culprit"), 0xC0FFEE, 0]


@pytest.mark.parametrize("board", [M0, M0PLUS], ids=lambda board: board.part.core)
@pytest.mark.parametrize(
    ("instruction", "misalignment"),
    [
        ("ldr r2, [r1]", 1),
        ("ldr r2, [r1]", 2),
        ("ldr r2, [r1, #4]", 2),
        ("str r2, [r1]", 2),
        ("ldrh r2, [r1]", 1),
        ("strh r2, [r1]", 1),
        ("ldm r1!, {r2, r3}", 2),
    ],
)
def test_what_is_not_aligned_faults(
    tmp_path: Path, board: Board, instruction: str, misalignment: int
) -> None:
    check_hard_fault(*fault(tmp_path, board, instruction, IN_RAM + misalignment))


def test_a_pointer_from_the_stack_is_checked_too(tmp_path: Path) -> None:
    check_hard_fault(
        *fault(tmp_path, M0, "ldr r2, [r1]", IN_RAM + 2, before="ldr r1, [sp]; b 1f; 1:")
    )


@pytest.mark.parametrize(
    ("instruction", "misalignment"),
    [("ldr r2, [r1]", 0), ("ldrh r2, [r1]", 2), ("ldrb r2, [r1]", 3), ("strb r2, [r1]", 1)],
)
def test_what_is_aligned_does_not(tmp_path: Path, instruction: str, misalignment: int) -> None:
    machine, noted = fault(tmp_path, M0, instruction, IN_RAM + misalignment)
    assert noted == [0] * 4
    assert machine.lockup is None


# Their encodings, as the assembler of this core has no names for them: DDI0403E, A7.7.
THUMB2 = {
    "movw r2, #1": ".hword 0xF240, 0x0201",
    "udiv r2, r0, r1": ".hword 0xFBB0, 0xF2F1",
    "ldr.w r2, [r1]": ".hword 0xF8D1, 0x2000",
    "clz r2, r0": ".hword 0xFAB0, 0xF280",
    "b.w": ".hword 0xF000, 0xB800",
    "cbz r0": ".hword 0xB100",
    "it eq": ".hword 0xBF08",
}


@pytest.mark.parametrize("name", THUMB2)
def test_thumb_2_is_undefined(tmp_path: Path, name: str) -> None:
    check_hard_fault(*fault(tmp_path, M0, THUMB2[name]))


@pytest.mark.parametrize("instruction", ["mrs r2, primask", "dsb", "isb", "dmb", "msr primask, r3"])
def test_the_few_wide_instructions_are_there(tmp_path: Path, instruction: str) -> None:
    assert fault(tmp_path, M0, f"movs r3, #0; {instruction}")[1] == [0] * 4


def test_an_access_outside_memory_is_a_hard_fault(tmp_path: Path) -> None:
    check_hard_fault(*fault(tmp_path, M0, "ldr r2, [r1]", 0x60000000))
    assert fault(tmp_path, M0PLUS, "ldr r2, [r1]", 0x20008FFC)[1] == [0] * 4  # the last of 36 KiB
    check_hard_fault(*fault(tmp_path, M0PLUS, "ldr r2, [r1]", 0x20009000))


FRAME = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t measured;
uint32_t memory[16] = {1, 2, 3, 4};
__attribute__((naked, noinline)) uint32_t piece(
    volatile uint32_t *timer __attribute__((unused)), uint32_t *ram __attribute__((unused)))
{
    __asm volatile(
        "push {r4-r7, lr}\\n mov r7, r0\\n movs r2, #5\\n movs r3, #3\\n .balign 8\\n"
        "ldr r6, [r7]\\n" BODY "\\n ldr r5, [r7]\\n subs r0, r6, r5\\n pop {r4-r7, pc}\\n"
        ".balign 4\\n leaf: bx lr\\n saving_leaf: push {r4, lr}\\n pop {r4, pc}\\n");
}
int main(void)
{
    REG(0xE000E014) = 0xFFFFFF;
    REG(0xE000E018) = 0;
    REG(0xE000E010) = 5;
    measured = piece((volatile uint32_t *)0xE000E018, memory);
    for (;;) {
    }
}
"""

# (code, cycles on the M0, on the M0+): DDI0432C and DDI0484C, "Instruction set summary".
CYCLES = [
    ("nop; nop; nop", 3, 3),
    ("adds r2, r2, r3; lsls r2, r2, #2; muls r2, r3, r2", 3, 3),
    ("ldr r4, [r1]; ldr r5, [r1, #4]", 4, 4),
    ("str r2, [r1]; strb r3, [r1, #4]", 4, 4),
    ("ldm r1!, {r2, r3, r4}", 4, 4),
    ("push {r2, r3}; pop {r2, r3}", 6, 6),
    ("b 1f; nop; 1:", 3, 2),
    ("cmp r2, r3; beq 1f; 1:", 2, 2),
    ("cmp r2, r3; bne 1f; nop; 1:", 4, 3),
    ("movs r4, #10; 1: subs r4, r4, #1; bne 1b", 1 + 10 + 9 * 3 + 1, 1 + 10 + 9 * 2 + 1),
    ("bl leaf", 4 + 3, 3 + 2),
    ("bl saving_leaf", 4 + 3 + 4 + 2, 3 + 3 + 3 + 2),
    ("mrs r4, primask; dsb", 8, 6),
]


@pytest.mark.parametrize(("body", "m0", "m0plus"), CYCLES, ids=[body for body, _, _ in CYCLES])
def test_cycles_as_in_the_manual(tmp_path: Path, body: str, m0: int, m0plus: int) -> None:
    """The SysTick is read twice; between the reads pass the piece and the first read itself."""
    for board, expected in ((M0, m0), (M0PLUS, m0plus)):
        folder = tmp_path / board.part.core
        folder.mkdir()
        elf = build(folder, board, FRAME, flags=[f'-DBODY="{body}"', "-masm-syntax-unified"])
        assert word(booted(elf, board, 0.002), "measured") == expected + 2


def test_priorities_have_two_bits(tmp_path: Path) -> None:
    source = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t kept[2];
int main(void)
{
    REG(0xE000E400) = 0xFFFFFFFFu;
    kept[0] = REG(0xE000E400);
    REG(0xE000ED20) = 0xFFFF0000u;
    kept[1] = REG(0xE000ED20);
    for (;;) {
    }
}
"""
    machine = booted(build(tmp_path, M0, source), M0, 0.001)
    assert words(machine, "kept", 2) == [0xC0C0C0C0, 0xC0C00000]
