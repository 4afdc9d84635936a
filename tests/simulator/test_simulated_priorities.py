"""Priorities as the architecture has them: nesting, masks, grouping, tail-chaining, lazy floats.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5.
"""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from tests.simulator.simulated_board import F103, L4R5, booted, build, word, words

# Interrupts 0 to 3 log their number when they begin, and 10 more when they end.
NESTING = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define PEND(n) (REG(0xE000E200) = 1u << (n))
#define BARRIER() __asm volatile("dsb\\n isb" ::: "memory")
volatile uint32_t order[16], count, active_seen;
static void log_number(uint32_t number)
{
    order[count++] = number;
}
void Interrupt0_Handler(void)
{
    log_number(0);
    log_number(10);
}
void Interrupt1_Handler(void)
{
    log_number(1);
    active_seen = REG(0xE000E300);
    PEND(0);
    PEND(2);
    BARRIER();
    log_number(11);
}
void Interrupt2_Handler(void)
{
    log_number(2);
    log_number(12);
}
void Interrupt3_Handler(void)
{
    log_number(3);
    log_number(13);
}
int main(void)
{
    REG(0xE000E400) = 0xC0804020u * 1u; /* priorities 0x20, 0x40, 0x80, 0xC0 */
    REG(0xE000E100) = 15;
    PREPARE
    PEND(1);
    PEND(3);
    BARRIER();
    log_number(99);
    RELEASE
    BARRIER();
    log_number(100);
    for (;;) {
    }
}
"""


def order(tmp_path: Path, prepare: str = "", release: str = "", board: Board = F103) -> list[int]:
    flags = [f"-DPREPARE={prepare}", f"-DRELEASE={release}"]
    machine = booted(build(tmp_path, board, NESTING, flags=flags), board, 0.01)
    assert machine.lockup is None
    return words(machine, "order", word(machine, "count"))


NESTED = [1, 0, 10, 11, 2, 12, 3, 13]


@pytest.mark.parametrize("board", [F103, L4R5], ids=lambda board: board.name)
def test_the_more_urgent_one_preempts_and_the_others_wait(tmp_path: Path, board: Board) -> None:
    assert order(tmp_path, board=board) == [*NESTED, 99, 100]


def test_primask_holds_all_back(tmp_path: Path) -> None:
    masked = order(tmp_path, '__asm volatile("cpsid i");', '__asm volatile("cpsie i");')
    assert masked == [99, *NESTED, 100]


def test_faultmask_holds_all_back(tmp_path: Path) -> None:
    masked = order(tmp_path, '__asm volatile("cpsid f");', '__asm volatile("cpsie f");')
    assert masked == [99, *NESTED, 100]


def test_basepri_holds_back_what_is_not_more_urgent(tmp_path: Path) -> None:
    prepare = '__asm volatile("msr basepri, %0" :: "r"(0x80));'
    release = '__asm volatile("msr basepri, %0" :: "r"(0));'
    assert order(tmp_path, prepare, release) == [1, 0, 10, 11, 99, 2, 12, 3, 13, 100]


def test_basepri_max_only_raises(tmp_path: Path) -> None:
    prepare = '__asm volatile("msr basepri, %0\\n msr basepri_max, %1" :: "r"(0x40), "r"(0xC0));'
    release = '__asm volatile("msr basepri, %0" :: "r"(0));'
    assert order(tmp_path, prepare, release)[0] == 99


def test_within_one_group_nothing_preempts(tmp_path: Path) -> None:
    """PRIGROUP 7: no bit decides about preemption, all decide about the order."""
    grouped = order(tmp_path, "REG(0xE000ED0C) = 0x05FA0700u;")
    assert grouped == [1, 11, 0, 10, 2, 12, 3, 13, 99, 100]


def test_the_active_bit_is_seen_inside_the_handler(tmp_path: Path) -> None:
    flags = ["-DPREPARE=", "-DRELEASE="]
    machine = booted(build(tmp_path, F103, NESTING, flags=flags), F103, 0.01)
    assert word(machine, "active_seen") == 1 << 1


STACKS = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t exc_return, control_before, control_inside, control_after, frame_bytes;
static uint32_t process_stack[64] __attribute__((aligned(8)));
__attribute__((naked)) void Interrupt0_Handler(void)
{
    __asm volatile(
        "ldr r0, =exc_return\\n str lr, [r0]\\n"
        "mrs r1, control\\n ldr r0, =control_inside\\n str r1, [r0]\\n"
        "mrs r1, psp\\n ldr r0, =frame_bytes\\n ldr r2, [r0]\\n subs r2, r2, r1\\n str r2, [r0]\\n"
        "bx lr");
}
int main(void)
{
    REG(0xE000E100) = 1;
#ifdef FLOATS
    REG(0xE000ED88) |= 0xFu << 20;
    __asm volatile("dsb\\n isb\\n vmov.f32 s0, #1.0" ::: "s0");
#endif
    uint32_t top = (uint32_t)&process_stack[64];
    frame_bytes = top;
    __asm volatile(
        "msr psp, %0\\n mrs r1, control\\n orr r1, r1, #2\\n msr control, r1\\n isb\\n"
        "ldr r0, =control_before\\n str r1, [r0]\\n"
        "ldr r0, =0xE000E200\\n movs r1, #1\\n str r1, [r0]\\n dsb\\n isb\\n"
        "mrs r1, control\\n ldr r0, =control_after\\n str r1, [r0]"
        :: "r"(top) : "r0", "r1", "memory");
    for (;;) {
    }
}
"""


@pytest.mark.parametrize(
    ("board", "flags", "returns", "frame_bytes", "fpca"),
    [
        (F103, [], 0xFFFFFFFD, 32, 0),
        (L4R5, [], 0xFFFFFFFD, 32, 0),
        (L4R5, ["-DFLOATS"], 0xFFFFFFED, 104, 4),
    ],
)
def test_thread_code_on_the_process_stack(
    tmp_path: Path, board: Board, flags: list[str], returns: int, frame_bytes: int, fpca: int
) -> None:
    """EXC_RETURN tells stack and kind of frame; CONTROL.FPCA is clear inside, restored behind."""
    machine = booted(build(tmp_path, board, STACKS, flags=flags), board, 0.01)
    assert word(machine, "exc_return") == returns
    assert word(machine, "frame_bytes") == frame_bytes
    # Bits 0 to 2 are those of ARMv7-M; the emulator shows ARMv8-M's SFPA above them.
    assert word(machine, "control_before") & 7 == 2 | fpca
    assert word(machine, "control_inside") & 4 == 0
    assert word(machine, "control_after") & 7 == 2 | fpca
