"""Accesses and instructions that the chip refuses, resets, and firmware for other parts."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.errors import RequestError
from generator.simulator.machine import Machine
from tests.simulator.simulated_board import F103, L4R5, booted, build, word, words

# Every fault handler notes its exception number, the fault registers and the stacked PC.
FAULT_NOTES = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define CFSR REG(0xE000ED28)
#define HFSR REG(0xE000ED2C)
#define BFAR REG(0xE000ED38)
#define SHCSR REG(0xE000ED24)
volatile uint32_t noted[6];
void note(uint32_t *frame)
{
    uint32_t number;
    __asm volatile("mrs %0, ipsr" : "=r"(number));
    noted[0] = number;
    noted[1] = CFSR;
    noted[2] = HFSR;
    noted[3] = BFAR;
    noted[4] = frame[6];
    noted[5] = frame[0];
    for (;;) {
    }
}
#define HANDLER(name) \\
    __attribute__((naked)) void name(void) { __asm volatile("mov r0, sp\\n b note"); }
HANDLER(HardFault_Handler)
HANDLER(MemManage_Handler)
HANDLER(BusFault_Handler)
HANDLER(UsageFault_Handler)
extern uint32_t culprit[];
int main(void)
{
    SHCSR = ENABLE;
    __asm volatile(
        "ldr r0, =0xC0FFEE\\n ldr r1, =" ADDRESS "\\n nop\\n"
        ".global culprit\\n culprit:\\n" INSTRUCTION "\\n nop"
        ::: "r0", "r1", "r2", "r3", "memory");
    return 0;
}
"""

HARD_FAULT, BUS_FAULT, USAGE_FAULT = 3, 5, 6
PRECISE_WITH_ADDRESS = 1 << 9 | 1 << 15
IMPRECISE, PRECISE = 1 << 10, 1 << 9 | 1 << 15
FORCED = 1 << 30


def fault(
    tmp_path: Path, instruction: str, address: int = 0, enable: int = 0, board=F103, core=None
) -> tuple[Machine, list[int]]:
    flags = [
        f'-DINSTRUCTION="{instruction}"',
        f'-DADDRESS="0x{address:08X}"',
        f"-DENABLE=0x{enable:X}u",
    ]
    machine = booted(build(tmp_path, board, FAULT_NOTES, flags=flags, core=core), board, 0.005)
    return machine, words(machine, "noted", 6)


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        ("ldr r2, [r1]", 0x20005000),  # the first word behind 20 KiB of RAM
        ("ldrb r2, [r1]", 0x08010000),  # behind 64 KiB of flash
        ("stm r1, {r2, r3}", 0x20005000),
        ("stm r1, {r2, r3}", 0x08000000),  # flash cannot be stored to
        ("ldr r2, [r1]", 0x60000000),
    ],
)
def test_access_outside_memory_is_a_bus_fault(
    tmp_path: Path, instruction: str, address: int
) -> None:
    machine, noted = fault(tmp_path, instruction, address, enable=1 << 17)
    culprit = machine.symbol("culprit")
    expected = [BUS_FAULT, PRECISE_WITH_ADDRESS, 0, address, culprit, 0xC0FFEE]
    assert noted == expected


@pytest.mark.parametrize(
    "address",
    [
        0x20005000,  # the first word behind 20 KiB of RAM
        0x08000000,  # flash
        0x1FFFF000,  # system memory
        0x60000000,
    ],
)
def test_a_store_that_fails_is_told_late_and_without_its_address(
    tmp_path: Path, address: int
) -> None:
    machine, noted = fault(tmp_path, "str r0, [r1]", address, enable=1 << 17)
    assert noted[:3] == [BUS_FAULT, IMPRECISE, 0]
    assert noted[4] == machine.symbol("culprit") + 2


@pytest.mark.parametrize("address", [0x60000000, 0x08000000, 0x20005000])
@pytest.mark.parametrize(
    ("store", "status"), [("strne r2, [r1]", IMPRECISE), ("stmne r1, {r2, r3}", PRECISE)]
)
def test_a_conditional_store_that_fails(
    tmp_path: Path, address: int, store: str, status: int
) -> None:
    """The frame's first word is r0, which must not have been changed by what follows."""
    code = f"cmp r1, #0; itttt ne; movne r2, #7; .global here; here: {store}; movne r0, #1; nopne"
    machine, noted = fault(tmp_path, code, address, enable=1 << 17)
    assert noted[:3] == [BUS_FAULT, status, 0]
    behind = 2 if status == IMPRECISE else 0
    assert noted[4:] == [(machine.symbol("here") & ~1) + behind, 0xC0FFEE]


def test_an_it_block_goes_on_behind_a_buffered_store(tmp_path: Path) -> None:
    """The fault waits behind PRIMASK; what the IT covers is executed as it should be."""
    code = (
        "cpsid i; cmp r1, #0; itete ne; strne r0, [r1]; moveq r0, #1; addne r0, #2; moveq r0, #3;"
        "svc 0"
    )
    _, noted = fault(tmp_path, code, 0x60000000, enable=1 << 17)
    assert noted[0] == HARD_FAULT
    assert noted[5] == 0xC0FFEE + 2


def test_an_imprecise_fault_escalates_where_its_handler_is_off(tmp_path: Path) -> None:
    assert fault(tmp_path, "str r0, [r1]", 0x60000000)[1][:3] == [HARD_FAULT, IMPRECISE, FORCED]


@pytest.mark.parametrize("instruction", ["str r2, [r1], #4", "str r2, [r1, #4]!"])
def test_a_buffered_store_moves_its_base(tmp_path: Path, instruction: str) -> None:
    """The frame's first word is r0: it receives what the base has become, minus 4."""
    moved = f"{instruction}; subs r0, r1, #4; svc 0"
    machine, noted = fault(tmp_path, f"cpsid i; {moved}", 0x60000000, enable=1 << 17)
    assert noted[:2] == [HARD_FAULT, IMPRECISE]  # SVC cannot be taken; the BusFault still waits
    assert noted[5] == 0x60000000
    assert machine.lockup is None


@pytest.mark.parametrize(
    ("buffered", "status"), [("", 1 << 10), ("REG(0xE000E008) = 2;", 1 << 9 | 1 << 15)]
)
def test_the_m4_can_do_without_its_write_buffer(tmp_path: Path, buffered: str, status: int) -> None:
    """ACTLR.DISDEFWBUF makes the fault precise again."""
    flags = ['-DINSTRUCTION="str r2, [r1]"', '-DADDRESS="0x60000000"', "-DENABLE=0x20000u"]
    source = FAULT_NOTES.replace("SHCSR = ENABLE;", f"SHCSR = ENABLE; {buffered}")
    machine = booted(build(tmp_path, L4R5, source, flags=flags), L4R5, 0.005)
    assert words(machine, "noted", 2) == [BUS_FAULT, status]


def test_a_fault_escalates_where_its_handler_is_off(tmp_path: Path) -> None:
    _, noted = fault(tmp_path, "ldr r2, [r1]", 0x20005000)
    assert noted[:4] == [HARD_FAULT, PRECISE_WITH_ADDRESS, FORCED, 0x20005000]


def test_last_words_of_memory_are_there(tmp_path: Path) -> None:
    machine, noted = fault(tmp_path, "ldr r2, [r1]", 0x20004FFC)
    assert noted == [0] * 6
    assert machine.lockup is None


@pytest.mark.parametrize("instruction", ["smlad r2, r0, r1, r0", "vadd.f32 s0, s1, s2", "udf #1"])
def test_m3_lacks_dsp_and_floats(tmp_path: Path, instruction: str) -> None:
    machine, noted = fault(tmp_path, instruction, enable=1 << 18, core="cortex-m4")
    assert noted[:3] == [USAGE_FAULT, 1 << 16, 0]
    assert noted[4] == machine.symbol("culprit")
    assert noted[5] == 0xC0FFEE


def test_m4_has_dsp(tmp_path: Path) -> None:
    assert fault(tmp_path, "smlad r2, r0, r1, r0", board=L4R5)[1] == [0] * 6


def test_floats_need_coprocessor_access(tmp_path: Path) -> None:
    _, noted = fault(tmp_path, "vadd.f32 s0, s1, s2", enable=1 << 18, board=L4R5)
    assert noted[:2] == [USAGE_FAULT, 1 << 19]


@pytest.mark.parametrize(
    "instruction", ["ldrd r2, r3, [r1]", "ldm r1, {r2, r3}", "strd r2, r3, [r1]"]
)
def test_unaligned_pairs_fault(tmp_path: Path, instruction: str) -> None:
    machine, noted = fault(tmp_path, instruction, 0x20001002, enable=1 << 18)
    assert noted[:2] == [USAGE_FAULT, 1 << 24]
    assert noted[4] == machine.symbol("culprit")


def test_unaligned_word_is_fine(tmp_path: Path) -> None:
    assert fault(tmp_path, "ldr r2, [r1]", 0x20001002)[1] == [0] * 6


def test_a_jump_into_nowhere_is_an_instruction_bus_error(tmp_path: Path) -> None:
    _, noted = fault(tmp_path, "orr r1, r1, #1; bx r1", 0x30000000, enable=1 << 17)
    assert noted[:2] == [BUS_FAULT, 1 << 8]
    assert noted[4] == 0x30000000


@pytest.mark.parametrize("address", [0xFFFFFFFF, 0xFFFFFFF9, 0x40010000, 0xE0001000, 0xA0000000])
def test_a_jump_to_where_no_code_can_be_is_a_violation(tmp_path: Path, address: int) -> None:
    """0xFFFFFFFF is what a pointer to a function holds in blank flash."""
    jump = "orr r1, r1, #1; bx r1"
    machine, noted = fault(tmp_path, jump, address, enable=1 << 16)
    assert machine.lockup is None
    assert noted[1:3] == [1, 0]
    assert noted[4] == address & ~1


def test_a_fault_without_a_stack_locks_up(tmp_path: Path) -> None:
    machine, _ = fault(tmp_path, "mov sp, r1; udf #0", 0x20000000)
    assert machine.lockup is not None
    assert any("locked up" in report for report in machine.reports)


RESET = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
__attribute__((section(".noinit"))) volatile uint32_t starts, flags[3];
int main(void)
{
    uint32_t csr = REG(0x40021024);
    if (csr & 1u << 27) {
        starts = 0;
    }
    flags[starts % 3] = csr >> 24;
    REG(0x40021024) = 1u << 24;
    if (++starts < 3) {
        REG(0xE000ED0C) = 0x05FA0004u;
    }
    for (;;) {
    }
}
"""


def test_system_reset_keeps_ram_and_sets_its_flag(tmp_path: Path) -> None:
    machine = booted(build(tmp_path, F103, RESET), F103, 0.01)
    assert word(machine, "starts") == 3
    assert words(machine, "flags", 3) == [0x0C, 0x14, 0x14]


def test_firmware_for_a_larger_part_is_refused(tmp_path: Path) -> None:
    big = "const char filler[70000] = {1};\nint main(void)\n{\n    return filler[0];\n}\n"
    elf = build(tmp_path, L4R5, big, flags=["-Wl,--undefined=filler"], core="cortex-m3")
    with pytest.raises(RequestError, match="64 KiB"):
        Machine(F103, elf)


def test_not_an_elf_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "firmware.elf"
    path.write_bytes(b"not an ELF file")
    with pytest.raises(RequestError, match="Not an ELF file"):
        Machine(F103, path)
