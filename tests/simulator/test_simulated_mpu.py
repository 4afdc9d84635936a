"""The memory protection unit: of both architectures, and of chips that have none."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from generator.boards.load import load
from generator.simulator.machine import Machine
from tests.simulator.simulated_board import F103, L4R5, booted, build, words

PROGRAM = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define TYPE REG(0xE000ED90)
#define CTRL REG(0xE000ED94)
#define RNR REG(0xE000ED98)
#define RBAR REG(0xE000ED9C)
#define RASR REG(0xE000EDA0)
volatile uint32_t noted[6];
/* The stack that the fault came with may be the guarded one. */
#define ENTRY "mov r0, sp\\n ldr r1, =_stack_top\\n mov sp, r1\\n b note"
void note(uint32_t *frame)
{
    uint32_t number;
    __asm volatile("mrs %0, ipsr" : "=r"(number));
    CTRL = 0;
    noted[0] = number;
    noted[1] = REG(0xE000ED28);
    noted[2] = REG(0xE000ED34);
    noted[3] = frame[6];
    noted[4]++;
    for (;;) {
    }
}
__attribute__((naked)) void MemManage_Handler(void) { __asm volatile(ENTRY); }
__attribute__((naked)) void HardFault_Handler(void) { __asm volatile(ENTRY); }
extern uint32_t culprit[];
int main(void)
{
    noted[5] = TYPE;
    REG(0xE000ED24) = 1u << 16;
    REGIONS
    CTRL = 5; /* on, the rest as without it */
    __asm volatile("dsb\\n isb\\n mov r1, %0\\n .global culprit\\n culprit:\\n" INSTRUCTION
                   :: "r"(GUARD) : "r1", "r2", "memory");
    for (;;) {
    }
}
"""
GUARD = 0x20010000
MEM_MANAGE = 4
IACCVIOL, DACCVIOL, MSTKERR, MMARVALID = 1, 2, 16, 128
U575 = load("nucleo-u575zi-q")


def v7(size_log2: int, permission: int, more: int = 0) -> str:
    attributes = permission << 24 | (size_log2 - 1) << 1 | 1 | more
    return f"RBAR = {GUARD:#x}u | 0x13u; RASR = {attributes:#x}u;"


def v8(limit: int, permission: int, never: int = 0) -> str:
    return f"RNR = 2; RBAR = {GUARD:#x}u | {permission << 1 | never}u; RASR = {limit:#x}u | 1u;"


def run(folder: Path, board: Board, regions: str, instruction: str) -> tuple[Machine, list[int]]:
    flags = [f"-DREGIONS={regions}", f'-DINSTRUCTION="{instruction}"', f"-DGUARD={GUARD:#x}u"]
    machine = booted(build(folder, board, PROGRAM, flags=flags), board, 0.01)
    return machine, words(machine, "noted", 6)


NOBODY, READ_ONLY, FULL = 0, 5, 3


@pytest.mark.parametrize(
    ("regions", "instruction", "faults"),
    [
        (v7(12, NOBODY), "ldr r2, [r1]", True),
        (v7(12, NOBODY), "str r2, [r1, #4092]", True),
        (v7(12, NOBODY), "str r2, [r1, #-4]", False),
        (v7(12, READ_ONLY), "ldr r2, [r1]", False),
        (v7(12, READ_ONLY), "str r2, [r1]", True),
        (v7(12, FULL), "str r2, [r1]", False),
        (v7(13, NOBODY, 0b00001111 << 8), "str r2, [r1]", False),  # its lower half is left out
        (v7(13, NOBODY, 0b11110000 << 8), "str r2, [r1]", True),
    ],
)
def test_armv7m_regions(tmp_path: Path, regions: str, instruction: str, faults: bool) -> None:
    machine, noted = run(tmp_path, L4R5, regions, instruction)
    assert noted[5] == 8 << 8
    assert machine.lockup is None
    if not faults:
        assert noted[4] == 0
        return
    offset = 4092 if "4092" in instruction else 0
    expected = [MEM_MANAGE, DACCVIOL | MMARVALID, GUARD + offset, machine.symbol("culprit"), 1]
    assert noted[:5] == expected


@pytest.mark.parametrize(
    ("regions", "instruction", "faults"),
    [
        (v8(GUARD + 0x7E0, 2), "str r2, [r1]", True),
        (v8(GUARD + 0x7E0, 2), "ldr r2, [r1]", False),
        (v8(GUARD + 0x7E0, 2), "str r2, [r1, #2048]", False),
        (v8(GUARD + 0x7E0, 0), "str r2, [r1]", False),
    ],
)
def test_armv8m_regions(tmp_path: Path, regions: str, instruction: str, faults: bool) -> None:
    machine, noted = run(tmp_path, U575, regions, instruction)
    assert noted[5] == 8 << 8
    assert noted[4] == faults
    if faults:
        assert noted[:4] == [
            MEM_MANAGE, DACCVIOL | MMARVALID, GUARD, machine.symbol("culprit"),
        ]  # fmt: skip


def test_code_where_none_may_run(tmp_path: Path) -> None:
    _, noted = run(tmp_path, L4R5, v7(12, FULL, 1 << 28), "orr r1, r1, #1\\n bx r1")
    assert noted[:2] == [MEM_MANAGE, IACCVIOL]
    assert noted[3] == GUARD


def test_a_stack_that_grows_into_its_guard(tmp_path: Path) -> None:
    """The handler begins without a frame: MSTKERR beside DACCVIOL."""
    push = "add r1, r1, #1040\\n mov sp, r1\\n 1: push {r0}\\n b 1b"
    _, noted = run(tmp_path, L4R5, v7(10, NOBODY), push)
    assert noted[0] == MEM_MANAGE
    assert noted[1] == DACCVIOL | MSTKERR | MMARVALID
    assert noted[2] == GUARD + 1020


def test_the_f103_has_no_mpu(tmp_path: Path) -> None:
    guard = 0x20001000
    flags = [f"-DREGIONS={v7(12, NOBODY)}", '-DINSTRUCTION="str r2, [r1]"', f"-DGUARD={guard:#x}u"]
    machine = booted(build(tmp_path, F103, PROGRAM, flags=flags), F103, 0.01)
    assert words(machine, "noted", 6) == [0] * 6


# A region of 32 bytes, and one subregion of a region of 256 that is left out: both inside a page.
SMALL = [
    (v7(5, NOBODY), "str r2, [r1]", True),
    (v7(5, NOBODY), "ldrb r2, [r1, #31]", True),
    (v7(5, NOBODY), "ldr r2, [r1, #32]", False),
    (v7(5, NOBODY), "str r2, [r1, #-4]", False),
    (v7(5, NOBODY).replace("000u", "040u"), "ldr r2, [r1, #62]", True),  # its second half is inside
    (v7(5, NOBODY), "sub r1, #8; ldm r1, {r2, r3}", False),
    (v7(5, NOBODY), "sub r1, #4; ldm r1, {r2, r3}", True),
    (v7(5, NOBODY), "cmp r1, #0; itt ne; strne r2, [r1]; movne r2, #0", True),
    (v7(5, NOBODY), "cmp r1, #0; it eq; streq r2, [r1]", False),
    (v7(5, NOBODY), "cmp r1, #0; itt ne; ldrne r2, [r1]; movne r2, #0", True),
    (v7(5, NOBODY), "ldr r2, [r1, #32]; ldr r2, [r1, #36]; ldr r2, [r1]", True),
    (v7(5, NOBODY), "str r2, [r1, #32]; str r2, [r1, #36]; str r2, [r1]", True),
    (v7(5, READ_ONLY), "ldr r2, [r1]", False),
    (v7(8, NOBODY, 0b10 << 8), "str r2, [r1, #32]", False),
    (v7(8, NOBODY, 0b10 << 8), "str r2, [r1, #64]", True),
]


@pytest.mark.parametrize(("regions", "instruction", "faults"), SMALL)
def test_regions_smaller_than_a_page(
    tmp_path: Path, regions: str, instruction: str, faults: bool
) -> None:
    machine, noted = run(tmp_path, L4R5, regions, instruction)
    assert machine.lockup is None
    assert noted[4] == faults
    if faults:
        assert noted[:2] == [MEM_MANAGE, DACCVIOL | MMARVALID]
        assert GUARD <= noted[2] < GUARD + 256
        *before, _ = instruction.replace("; movne r2, #0", "").split("; ")
        # CMP, IT and the SUBs and loads before the culprit have 2 or 4 bytes each.
        skipped = noted[3] - machine.symbol("culprit")
        assert 2 * len(before) <= skipped <= 4 * len(before)


def test_what_an_it_block_does_beside_a_small_region(tmp_path: Path) -> None:
    """Let through one by one, with and without the conditions, all has the same effects."""
    # The region is the page's last 32 bytes; everything else happens at its beginning.
    region = v7(5, NOBODY).replace(f"{GUARD:#x}u", f"{GUARD + 0x3E0:#x}u")
    work = (
        "movs r2, #1; movs r3, #0; 1: cmp r2, #3; ittte eq; streq r2, [r1]; ldreq r0, [r1];"
        "strheq r0, [r1, #4]; strne r2, [r1, #8]; adds r3, #1; str r3, [r1, #12];"
        "push {r2, r3, r4}; pop {r0, r3, r4}; adds r2, #1; cmp r2, #5; bne 1b"
    )
    machine, noted = run(
        tmp_path, L4R5, region, f"mov r5, sp; add r6, r1, #64; mov sp, r6; {work}; mov sp, r5"
    )
    content = machine.read_memory(GUARD, 16)
    assert noted[4] == 0
    assert content is not None
    assert [int.from_bytes(content[n : n + 4], "little") for n in (0, 4, 8, 12)] == [3, 3, 4, 4]


def test_code_in_a_small_region_that_must_not_run(tmp_path: Path) -> None:
    """Two instructions in one block, the second in a region of 32 bytes: the first is executed."""
    code = "movs r7, #0; movw r2, #0x3701; strh r2, [r1, #-2]; strh r2, [r1]"  # adds r7, #1
    jump = f"{code}; sub r1, #1; bx r1"
    machine, noted = run(tmp_path, L4R5, v7(5, FULL, 1 << 28), jump)
    assert noted[:2] == [MEM_MANAGE, IACCVIOL]
    assert noted[3] == GUARD
    assert machine._engine.registers()[7] == 1


def test_armv8m_regions_of_32_bytes(tmp_path: Path) -> None:
    for instruction, faults in (("str r2, [r1, #28]", True), ("str r2, [r1, #32]", False)):
        _, noted = run(tmp_path, U575, v8(GUARD, 2), instruction)
        assert noted[4] == faults


# HardFault is the only fault handler; the MPU is off in it unless HFNMIENA says otherwise.
M0PLUS = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
volatile uint32_t noted[4];
void note(uint32_t *frame)
{
    noted[0]++;
    noted[1] = frame[6];
    noted[2] = *(volatile uint32_t *)GUARD;
    for (;;) {
    }
}
__attribute__((naked)) void HardFault_Handler(void)
{
    __asm volatile("mov r0, sp\\n ldr r1, =note\\n bx r1");
}
extern uint32_t culprit[];
int main(void)
{
    noted[3] = REG(0xE000ED90);
    *(volatile uint32_t *)GUARD = 0x1234;
    REG(0xE000ED9C) = GUARD | 0x13u;
    REG(0xE000EDA0) = ATTRIBUTES;
    REG(0xE000ED94) = 5;
    __asm volatile("dsb\\n isb\\n mov r1, %0\\n .global culprit\\n culprit:\\n" INSTRUCTION
                   :: "r"(GUARD) : "r1", "r2", "memory");
    for (;;) {
    }
}
"""
NO_SUBREGION_1 = 0b10 << 8


@pytest.mark.parametrize(
    ("attributes", "instruction", "faults"),
    [
        (7 << 1 | 1, "ldr r2, [r1]", 1),
        (7 << 1 | 1, "str r2, [r1, #32]", 1),
        (7 << 1 | 1 | NO_SUBREGION_1, "str r2, [r1, #32]", 0),
        (7 << 1 | 1 | NO_SUBREGION_1, "str r2, [r1, #64]", 1),
        (7 << 1 | 1 | READ_ONLY << 24, "ldr r2, [r1]", 0),
        (7 << 1 | 1 | READ_ONLY << 24, "strb r2, [r1]", 1),
        (4 << 1 | 1, "ldr r2, [r1]", 0),  # 32 bytes are too small for the Cortex-M0+
    ],
)
def test_armv6m_regions(tmp_path: Path, attributes: int, instruction: str, faults: int) -> None:
    board = load("nucleo-g071rb")
    guard = 0x20002000
    flags = [f"-DATTRIBUTES={attributes}u", f'-DINSTRUCTION="{instruction}"', f"-DGUARD={guard}u"]
    machine = booted(build(tmp_path, board, M0PLUS, flags=flags), board, 0.01)
    noted = words(machine, "noted", 4)
    assert machine.lockup is None
    assert noted[0] == faults
    assert noted[3] == 8 << 8
    if faults:
        assert noted[1:3] == [machine.symbol("culprit"), 0x1234]
    assert any("at least 256 bytes" in report for report in machine.reports) == (attributes == 9)
