"""Stores to RAM are quick; what runs, faults and changes its own code must not notice."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.simulator.machine import Machine
from tests.simulator.simulated_board import F103, booted, build, word

# Each conditional store is the first access to its page, so that the emulator asks for it inside
# the IT block, whose condition holds no more behind it; what follows the branch must be executed.
CONDITIONAL_STORES = """
#include <stdint.h>
__attribute__((section(".noinit"))) static uint8_t area[12 * 1024];
volatile uint32_t executed;
int main(void)
{
    for (uint32_t page = 0; page < 12; page++) {
        uint32_t copy = 0;
        __asm volatile(
            "cmp %[page], #100\\n"
            "ite pl\\n"
            "addpl %[copy], #100\\n"
            "strmi %[page], [%[at]]\\n"
            "cmp %[page], %[page]\\n"
            "b 1f\\n"
            "1: mov.w r3, #1\\n"
            "add %[copy], r3\\n"
            : [copy] "+r"(copy)
            : [page] "r"(page), [at] "r"(area + 1024 * page)
            : "r3", "cc", "memory");
        executed += copy;
    }
    for (;;) {
    }
}
"""

# movs r0, #N; bx lr, written to RAM, called, and written anew with another N.
CHANGING_CODE = """
#include <stdint.h>
volatile uint32_t sum;
static volatile uint16_t code[2];
int main(void)
{
    for (uint32_t n = 1; n <= 10; n++) {
        code[0] = (uint16_t)(0x2000u | n);
        code[1] = 0x4770u;
        __asm volatile("dsb\\n isb" ::: "memory");
        sum += ((uint32_t (*)(void))((uintptr_t)code | 1u))();
    }
    for (;;) {
    }
}
"""

BEYOND_RAM = """
#include <stdint.h>
int main(void)
{
    /* several words at once: a single store would fail imprecisely, without its address */
    __asm volatile("stm %0, {r1, r2}" :: "r"(ADDRESS) : "memory");
    for (;;) {
    }
}
volatile uint32_t seen_cfsr, seen_bfar;
void HardFault_Handler(void)
{
    seen_cfsr = *(volatile uint32_t *)0xE000ED28;
    seen_bfar = *(volatile uint32_t *)0xE000ED38;
    for (;;) {
    }
}
"""


@pytest.mark.parametrize("native", [True, False])
def test_a_store_in_an_it_block_leaves_the_next_block_whole(tmp_path: Path, native: bool) -> None:
    machine = booted(build(tmp_path, F103, CONDITIONAL_STORES), F103, 0.01, native=native)
    assert word(machine, "executed") == 12


@pytest.mark.parametrize("native", [True, False])
def test_code_in_ram_may_change(tmp_path: Path, native: bool) -> None:
    machine = booted(build(tmp_path, F103, CHANGING_CODE), F103, 0.01, native=native)
    assert word(machine, "sum") == 55


@pytest.mark.parametrize("address", [0x20005000, 0x1FFFFFFC, 0x30000000])
def test_an_access_beside_ram_is_told_by_its_address(tmp_path: Path, address: int) -> None:
    elf = build(tmp_path, F103, BEYOND_RAM, flags=[f"-DADDRESS={address}u"])
    machine = Machine(F103, elf)
    machine.run(0.01)
    assert word(machine, "seen_cfsr") & 1 << 9
    assert word(machine, "seen_bfar") == address
