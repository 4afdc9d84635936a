"""Lazy stacking of floating-point registers, and exceptions in a row.

Sources: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5.7; Cortex-M3 and M4 Technical
Reference Manuals, "Exception handling"; Arm's application note AN298.
"""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards import load
from generator.boards.facts import Board
from generator.simulator.machine import Machine
from tests.simulator.simulated_board import F103, L4R5, booted, build, word, words

# Thread code fills S0 to S3 with marks, the stack below with a pattern, and pends an interrupt.
FLOATS = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t returned, reserved, pending[3], room_before, room_after, kept[4], control;
volatile uint32_t entered_at, left_at, begun_at, ended_at;
void note(uint32_t exc_return)
{
    returned = exc_return;
    reserved = REG(0xE000EF38);
    pending[0] = REG(0xE000EF34) & 1;
    room_before = *(volatile uint32_t *)(reserved + 4);
    TOUCH
    pending[1] = REG(0xE000EF34) & 1;
    room_after = *(volatile uint32_t *)(reserved + 4);
}
__attribute__((naked)) void Interrupt0_Handler(void)
{
    __asm volatile("push {r4, lr}\\n mov r0, lr\\n bl note\\n pop {r4, pc}");
}
void Interrupt1_Handler(void)
{
    __asm volatile("vmov.f32 s1, #4.0" ::: "s1");
}
int main(void)
{
    REG(0xE000ED88) |= 0xFu << 20;
    __asm volatile("dsb\\n isb");
    PREPARE
    REG(0xE000EDFC) |= 1u << 24;
    REG(0xE0001000) |= 1;
    REG(0xE000E400) = 0x2040;      /* interrupt 1 is more urgent than 0 */
    REG(0xE000E100) = 3;
    for (uint32_t n = 0; n < 64; n++) {
        ((volatile uint32_t *)__builtin_frame_address(0))[-16 - (int32_t)n] = 0x5A5A5A5A;
    }
    __asm volatile(
        "ldr r0, =0xE000E200\\n movs r1, #1\\n ldr r2, =0xE0001004\\n"
        "vmov.f32 s0, #1.0\\n vmov.f32 s1, #2.0\\n vmov.f32 s2, #3.0\\n vmov.f32 s3, #0.5\\n"
        "ldr r3, [r2]\\n str r1, [r0]\\n dsb\\n isb\\n ldr r1, [r2]\\n"
        "ldr r0, =kept\\n vstmia r0, {s0-s3}\\n mrs r2, control\\n ldr r0, =control\\n"
        "str r2, [r0]\\n ldr r0, =begun_at\\n str r3, [r0]\\n ldr r0, =ended_at\\n str r1, [r0]"
        ::: "r0", "r1", "r2", "r3", "s0", "s1", "s2", "s3", "memory");
    pending[2] = REG(0xE000EF34) & 1;
    for (;;) {
    }
}
"""

MARKS = [0x3F800000, 0x40000000, 0x40400000, 0x3F000000]  # 1, 2, 3 and 0.5
PATTERN = 0x5A5A5A5A
USES = '__asm volatile("vmov.f32 s1, #8.0" ::: "s1");'
PENDS = 'REG(0xE000E200) = 2; __asm volatile("dsb\\n isb" ::: "memory");'
AT_ONCE = "REG(0xE000EF34) = 1u << 31;"


def floats(
    tmp_path: Path, touch: str = "", prepare: str = "", native: bool = True, board: Board = L4R5
) -> Machine:
    source = FLOATS.replace("TOUCH", touch).replace("PREPARE", prepare)
    machine = booted(build(tmp_path, board, source), board, 0.01, native=native)
    assert machine.lockup is None
    return machine


@pytest.mark.parametrize("native", [True, False])
def test_a_handler_without_floats_leaves_the_room_unwritten(tmp_path: Path, native: bool) -> None:
    machine = floats(tmp_path, native=native)
    assert word(machine, "returned") == 0xFFFFFFE9
    assert words(machine, "pending", 3) == [1, 1, 0]
    assert word(machine, "room_before") == word(machine, "room_after") == PATTERN
    assert words(machine, "kept", 4) == MARKS
    assert word(machine, "control") & 4


@pytest.mark.parametrize("native", [True, False])
def test_the_first_float_instruction_stores_them(tmp_path: Path, native: bool) -> None:
    machine = floats(tmp_path, USES, native=native)
    assert words(machine, "pending", 3) == [1, 0, 0]
    assert word(machine, "room_before") == PATTERN
    assert word(machine, "room_after") == MARKS[1]
    assert words(machine, "kept", 4) == MARKS


@pytest.mark.parametrize("name", ["nucleo-f746zg", "nucleo-u575zi-q"])
def test_other_cores_do_likewise(tmp_path: Path, name: str) -> None:
    board = load(name)
    assert words(floats(tmp_path, board=board), "pending", 3) == [1, 1, 0]
    machine = floats(tmp_path, USES, board=board)
    assert words(machine, "pending", 3) == [1, 0, 0]
    assert words(machine, "kept", 4) == MARKS


def test_a_nested_handler_stores_them_for_the_thread(tmp_path: Path) -> None:
    machine = floats(tmp_path, PENDS)
    assert words(machine, "pending", 3) == [1, 0, 0]
    assert word(machine, "room_after") == MARKS[1]
    assert words(machine, "kept", 4) == MARKS


def test_a_nested_handler_gets_a_frame_of_its_own(tmp_path: Path) -> None:
    """Both handlers use the registers; what the outer one holds in S1 survives the inner one."""
    keep = 'uint32_t mine; __asm volatile("vmov %0, s1" : "=r"(mine)); room_before = mine;'
    machine = floats(tmp_path, USES + PENDS + keep)
    assert word(machine, "room_before") == 0x41000000  # 8
    assert words(machine, "kept", 4) == MARKS


def test_without_lazy_stacking_they_are_stored_at_once(tmp_path: Path) -> None:
    machine = floats(tmp_path, prepare=AT_ONCE)
    assert words(machine, "pending", 3) == [0, 0, 0]
    assert word(machine, "returned") == 0xFFFFFFE9


def test_what_storing_costs(tmp_path: Path) -> None:
    """17 words each way, and nothing where the registers stay where they are."""
    lazy, at_once = (
        word(machine, "ended_at") - word(machine, "begun_at")
        for machine in (floats(tmp_path), floats(tmp_path, prepare=AT_ONCE))
    )
    assert at_once - lazy == 2 * 17


CHAIN = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t cycles[4], returned[2];
__attribute__((naked)) void Interrupt0_Handler(void)
{
    __asm volatile("ldr r0, =returned\\n str lr, [r0]\\n bx lr");
}
__attribute__((naked)) void Interrupt1_Handler(void)
{
    __asm volatile("ldr r0, =returned\\n str lr, [r0, #4]\\n bx lr");
}
int main(void)
{
    REG(0xE000EDFC) |= 1u << 24;
    REG(0xE0001000) |= 1;
    REG(0xE000E100) = 3;
    for (uint32_t which = 0; which < 4; which++) {
        uint32_t begun, ended;
        __asm volatile(
            "ldr r0, =0xE000E200\\n ldr r2, =0xE0001004\\n .balign 8\\n"
            "ldr %0, [r2]\\n str %2, [r0]\\n dsb\\n isb\\n ldr %1, [r2]"
            : "=&r"(begun), "=&r"(ended) : "r"(which) : "r0", "r2", "memory");
        cycles[which] = ended - begun;
    }
    for (;;) {
    }
}
"""


@pytest.mark.parametrize("board", [F103, L4R5], ids=lambda board: board.name)
def test_exceptions_in_a_row_are_chained(tmp_path: Path, board: Board) -> None:
    """Two at once save one way out (10 cycles) and in (12), and pay 6 for the chain."""
    machine = booted(build(tmp_path, board, CHAIN), board, 0.01)
    none, first, second, both = words(machine, "cycles", 4)
    assert (first - none) + (second - none) - (both - none) == 10 + 12 - 6
    assert words(machine, "returned", 2) == [0xFFFFFFF9, 0xFFFFFFF9]


LATE = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t returned[64], interrupted[64], waiting[64], which, handled;
void Interrupt0_Handler(void)
{
    for (volatile uint32_t n = 0; n < 4; n++) {
    }
    handled++;
}
void note(uint32_t exc_return, uint32_t *frame)
{
    REG(0xE000E010) = 0;
    returned[which] = exc_return;
    interrupted[which] = frame[6];
    waiting[which] = REG(0xE000E200) & 1;
}
__attribute__((naked)) void SysTick_Handler(void)
{
    __asm volatile("mov r0, lr\\n mov r1, sp\\n b note");
}
int main(void)
{
    REG(0xE000E400) = 0x80;        /* SysTick is more urgent */
    REG(0xE000E100) = 1;
    for (which = 0; which < 64; which++) {
        REG(0xE000E014) = 10 + which;
        REG(0xE000E018) = 0;
        REG(0xE000E010) = 7;
        REG(0xE000E200) = 1;
        __asm volatile("dsb\\n isb" ::: "memory");
        while (REG(0xE000E010) & 1) {
        }
    }
    for (;;) {
    }
}
"""


def test_one_that_arrives_late_goes_first(tmp_path: Path) -> None:
    """While the frame of interrupt 0 is written SysTick comes: it takes that frame over."""
    machine = booted(build(tmp_path, F103, LATE), F103, 0.02)
    assert word(machine, "which") == word(machine, "handled") == 64
    handler = machine.symbol("Interrupt0_Handler") & ~1
    seen = list(
        zip(
            *(words(machine, name, 64) for name in ("returned", "interrupted", "waiting")),
            strict=True,
        )
    )
    assert any(returned == 0xFFFFFFF1 for returned, _, _ in seen)
    assert all(pc != handler for returned, pc, _ in seen if returned == 0xFFFFFFF1)
    assert any(returned == 0xFFFFFFF9 and waiting for returned, _, waiting in seen)
