"""CYCCNT of the simulated Cortex-M7 against published measurements of single instructions.

Sources: jnk0le/random, "pipeline cycle test", doc/cortex_m7.md (STM32H743); quinapalus.com,
"Cortex-M7 instruction cycle counts, timings, and dual-issue combinations" (STM32H730); for
saturation Arm's scheduling model in LLVM (ARMScheduleM7.td). What is compared is what one more copy
of a piece of code costs in a long row of them.
"""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards import load
from tests.simulator.simulated_board import booted, build, word

H743 = load("nucleo-h743zi2")

FRAME = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t measured;
uint32_t memory[16] = {1, 2, 3, 4};
__attribute__((naked, noinline)) uint32_t piece(
    volatile uint32_t *counter __attribute__((unused)), uint32_t *ram __attribute__((unused)))
{
    __asm volatile(
        "push {r4-r9, lr}\\n mov r7, r0\\n movs r0, #0\\n movs r2, #5\\n movs r3, #3\\n"
        ".balign 8\\n dsb\\n isb\\n ldr.w r6, [r7]\\n"
        ".rept COPIES\\n" BODY "\\n .endr\\n"
        "dsb\\n ldr.w r5, [r7]\\n subs r0, r5, r6\\n pop {r4-r9, pc}\\n");
}
int main(void)
{
    REG(0xE000ED88) |= 0xFu << 20;
    REG(0xE000EF50) = 0;
    for (uint32_t set = 0; set < 128; set++) {
        for (uint32_t way = 0; way < 4; way++) {
            REG(0xE000EF60) = way << 30 | set << 5;
        }
    }
    REG(0xE000ED14) |= 3u << 16;
    REG(0xE000EDFC) |= 1u << 24;
    REG(0xE0001FB0) = 0xC5ACCE55;
    REG(0xE0001000) |= 1u;
    measured = piece((volatile uint32_t *)0xE0001004, memory);
    for (;;) {
    }
}
"""


def per_copy(folder: Path, body: str) -> float:
    """Cycles that one more copy takes, averaged over forty."""
    counts = []
    for copies in (10, 50):
        place = folder / str(copies)
        place.mkdir()
        flags = [f'-DBODY="{body}"', f'-DCOPIES="{copies}"']
        text = FRAME.replace("COPIES", f"{copies}")
        elf = build(place, H743, text, flags=flags[:1])
        machine = booted(elf, H743, 0.002)
        assert machine.lockup is None
        assert machine.reports == []
        counts.append(word(machine, "measured"))
    return (counts[1] - counts[0]) / 40


CASES = [
    ("add.w r2,r3,r3; add.w r5,r3,r3", 1, "two additions pair"),
    ("eor.w r2,r3,r3; orr.w r5,r3,r3", 1, "so do logical operations"),
    ("eor.w r2,r2,r3; eor.w r2,r2,r3", 2, "unless one needs the other"),
    ("mul r2,r3,r3; mul r5,r3,r3", 2, "one multiplier"),
    ("smlad r2,r3,r3,r2; add.w r5,r3,r3", 1, "a multiply-accumulate and an addition pair"),
    ("smlad r2,r3,r3,r2", 1, "the accumulator forwards every cycle"),
    ("mul r2,r2,r3", 2, "a product is ready after two cycles"),
    ("eor.w r2,r2,r3", 1, "a result of the late ALU after one"),
    ("ldr.w r2,[r1]; eor.w r5,r2,r5", 1, "a loaded word is ready in the next cycle"),
    ("ldr.w r2,[r1]; smlad r5,r2,r2,r5", 2, "but not as a factor"),
    ("ldrb.w r2,[r1]; eor.w r5,r2,r5", 2, "nor a loaded byte"),
    ("str.w r2,[r1]; str.w r3,[r1,#4]", 2, "one store a cycle"),
    ("ldr.w r2,[r1]; str.w r3,[r1,#4]", 1, "a load and a store pair"),
    ("mul r2,r3,r3; str.w r3,[r1]", 2, "a multiplication and a store do not"),
    ("ldr.w r2,[r1]; ldr.w r5,[r1,#4]", 1, "loads of an even and an odd word pair"),
    ("ldr.w r2,[r1]; ldr.w r5,[r1,#8]", 2, "two even words do not"),
    ("uxtb.w r2,r3; uxtb.w r5,r3", 2, "one instruction on bit fields a cycle"),
    ("uxtb.w r2,r3; add.w r5,r3,r3", 1, "which pairs as the older one"),
    ("ldr.w r2,[r1]; sxtb16.w r5,r2", 1, "a loaded word can be extended in the next cycle"),
    ("ldr.w r2,[r1]; sxtb16.w r5,r2,ror #8", 1, "also with a rotation"),
    ("ldr.w r2,[r1]; ubfx r5,r2,#3,#4", 2, "a bit field of it is cut out a cycle later"),
    ("ldr.w r2,[r1]; add.w r5,r2,r3,lsl #4", 2, "and added to what is shifted, too"),
    ("bfi r2,r3,#4,#4", 1, "bit fields can be inserted into one register every cycle"),
    ("bfi r2,r2,#4,#4", 2, "what is inserted must be there earlier"),
    ("ssat r2,#8,r2", 3, "saturation needs its operand early and takes two cycles"),
    ("rev.w r2,r2", 2, "a reversed word can be reversed again after two cycles"),
    ("add.w r2,r3,r3,lsl #4; add.w r5,r3,r3,lsl #4", 2, "one shifted operand a cycle"),
    ("add.w r2,r3,r3,lsl #4; add.w r5,r3,r3", 1, "with a plain one it pairs"),
    ("ldm.w r1,{r0,r2,r3,r5}", 2, "64 bits of a multiple load a cycle"),
    ("vfma.f32 s0,s1,s2", 3, "three accumulations must be interleaved"),
    ("vadd.f32 s0,s0,s1", 3, "a sum is ready after three cycles"),
    ("vadd.f32 s0,s1,s2; add.w r2,r3,r3", 1, "float and integer pair"),
]


@pytest.mark.parametrize(("body", "expected", "why"), CASES, ids=[why for _, _, why in CASES])
def test_cycles_as_measured_on_boards(tmp_path: Path, body: str, expected: float, why: str) -> None:
    assert per_copy(tmp_path, body) == pytest.approx(expected, abs=0.05), why


def test_a_loop_costs_its_body_and_its_last_branch_a_refill(tmp_path: Path) -> None:
    """Taken branches are predicted; leaving the loop is not: 8 cycles."""
    loop = "movs.w r5,#{}; 1: add.w r2,r3,r3; subs.w r5,r5,#1; bne.w 1b"
    counts = []
    for turns in (100, 200):
        folder = tmp_path / str(turns)
        folder.mkdir()
        counts.append(per_copy(folder, loop.format(turns)))
    turn = (counts[1] - counts[0]) / 100
    assert 1.0 <= turn <= 2.0
    assert 6 <= counts[0] - 100 * turn <= 10
