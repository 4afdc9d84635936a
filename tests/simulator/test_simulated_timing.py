"""CYCCNT on small pieces of code against cycles counted by hand from Arm's manuals.

Cortex-M3 TRM (DDI0337), tables of "Instruction set timing" and "Load/store timings";
Cortex-M4 TRM (DDI0439), table 3-1. A taken branch refills three pipeline stages: 1 + 2.
"""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from tests.simulator.simulated_board import F103, L4R5, booted, build, word

# Reset clocks need no wait states on either board. The body lies between two reads of CYCCNT;
# moves keep its first and last instruction from overlapping with those reads.
FRAME = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t measured;
uint32_t memory[16] = {1, 2, 3, 4};
__attribute__((naked, noinline)) uint32_t piece(
    volatile uint32_t *counter __attribute__((unused)), uint32_t *ram __attribute__((unused)))
{
    __asm volatile(
        "push {r4-r9, lr}\\n mov r7, r0\\n mov r8, r1\\n movs r0, #0\\n movs r2, #5\\n"
        "movs r3, #3\\n .balign 8\\n"
        "ldr r6, [r7]\\n mov r9, r9\\n mov r9, r9\\n" BODY "\\n mov r9, r9\\n mov r9, r9\\n"
        "ldr r5, [r7]\\n subs r0, r5, r6\\n pop {r4-r9, pc}\\n"
        ".balign 4\\n leaf: bx lr\\n");
}
int main(void)
{
    REG(0xE000ED88) |= 0xFu << 20;
    REG(0xE000EDFC) |= 1u << 24;
    REG(0xE0001000) |= 1u;
    measured = piece((volatile uint32_t *)0xE0001004, memory);
    for (;;) {
    }
}
"""


def cycles(tmp_path: Path, board: Board, body: str, *, native: bool = True) -> int:
    """Cycles of a piece of code, less those of an empty one."""
    counts = []
    for number, text in enumerate(("nop; nop", f"nop; {body}; nop")):
        folder = tmp_path / str(number)
        folder.mkdir(exist_ok=True)
        elf = build(folder, board, FRAME, flags=[f'-DBODY="{text}"'])
        machine = booted(elf, board, 0.002, native=native)
        assert machine.lockup is None
        counts.append(word(machine, "measured"))
    return counts[1] - counts[0]


BOTH = [
    ("nop;nop;nop;nop;nop;nop;nop;nop", 8),
    ("adds r2,r2,r3;adds r2,r2,r3;eors r2,r2,r3;lsls r2,r2,#2", 4),
    ("mul r5,r2,r3", 1),
    ("ldr r5,[r1]; adds r5,r5,#1", 3),
    ("ldr r5,[r1]; ldr r2,[r1,#4]; ldr r3,[r1,#8]; adds r5,r5,#1", 2 + 1 + 1 + 1),
    ("ldr r5,[r1]; nop; adds r5,r5,#1", 3),
    ("str r2,[r1]; adds r5,r2,#1", 2),
    ("ldr r5,[r1]; str r2,[r1,#4]; adds r5,r2,#1", 3),
    ("ldm r1,{r2,r3,r5}; adds r5,r5,#1", 1 + 3 + 1),
    ("stm r1!,{r2,r3}; adds r5,r2,#1; adds r5,r2,#1", 1 + 2 + 2),
    ("push {r2,r3}; pop {r2,r3}; adds r5,r2,#1; adds r5,r2,#1", 3 + 3 + 2),
    ("cbz r2,1f; adds r5,r2,#1; 1: adds r5,r2,#1", 1 + 1 + 1),
    ("cbz r0,1f; adds r5,r2,#1; nop; 1: adds r5,r2,#1", 3 + 1),
    ("cmp r2,r3; it eq; addeq r5,r2,r3; adds r5,r2,#1", 3),
    ("mov.w r12,r8; ldr r5,[r12]; adds r5,r2,#1", 1 + 1 + 2 + 1),
]
# DDI0337G, 15.3: the target of B and BL is asked for when they are decoded, that of BX LR later.
M3_ONLY = [
    ("mla r5,r2,r3,r2; nop.w", 2 + 1),
    ("movs r5,#10; 1: subs r5,r5,#1; bne 1b", 1 + 10 + 9 * 2 + 1),
    ("bl leaf; adds r5,r2,#1; adds r5,r2,#1", 2 + 3 + 2),
    ("str r2,[r1]; str r3,[r1,#4]; str r2,[r1,#8]; adds r5,r2,#1", 3 + 1),
]
M4_ONLY = [
    ("movs r5,#10; 1: subs r5,r5,#1; bne 1b", 1 + 10 + 9 * 3 + 1),
    ("bl leaf; adds r5,r2,#1; adds r5,r2,#1", 3 + 3 + 2),
    ("mla r5,r2,r3,r2; nop.w", 1 + 1),
    ("smull r5,r0,r2,r3; smlal r5,r0,r2,r3", 2),
    ("smlad r5,r2,r3,r2; sxtb16 r0,r2", 2),
    ("vadd.f32 s0,s1,s2; vmul.f32 s3,s4,s5", 2),
    ("vfma.f32 s0,s1,s2; nop.w", 3 + 1),
    ("vdiv.f32 s0,s1,s2; nop.w", 14 + 1),
    ("vadd.f32 s0,s1,s2; vadd.f32 s3,s0,s0", 2 + 1),
]
CASES = [
    *((F103, body, expected) for body, expected in BOTH + M3_ONLY),
    *((L4R5, body, expected) for body, expected in BOTH + M4_ONLY),
]


@pytest.mark.parametrize(
    ("board", "body", "expected"), CASES, ids=[f"{b.part.core}: {body}" for b, body, _ in CASES]
)
def test_cycles_as_in_the_manual(tmp_path: Path, board: Board, body: str, expected: int) -> None:
    assert cycles(tmp_path, board, body) == expected


@pytest.mark.parametrize(
    ("board", "body", "least", "most"),
    [
        (F103, "udiv r5,r2,r3", 2, 12),
        (L4R5, "sdiv r5,r2,r3", 2, 12),
        (F103, "smull r5,r0,r2,r3", 3, 5),
        (F103, "smlal r5,r0,r2,r3", 4, 7),
    ],
)
def test_operand_dependent_cycles_lie_in_the_manual_s_range(
    tmp_path: Path, board: Board, body: str, least: int, most: int
) -> None:
    assert least <= cycles(tmp_path, board, body) <= most


@pytest.mark.parametrize("body", [body for body, _ in (*BOTH[:5], *M3_ONLY)])
def test_fallback_counts_the_same(tmp_path: Path, body: str) -> None:
    assert cycles(tmp_path, F103, body) == cycles(tmp_path, F103, body, native=False)
