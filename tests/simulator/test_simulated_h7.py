"""What is peculiar to the STM32H7 and its Cortex-M7: supply, voltage, caches, a locked counter.

Sources: RM0433, "Power control (PWR)" and "Reset and clock control (RCC)"; RM0399, "Power supply
configurations"; ARMv7-M Architecture Reference Manual (DDI0403E), B2.2.7 and C1.2.
"""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards import load
from generator.boards.facts import Board
from tests.simulator.simulated_board import booted, build, word

H743 = load("nucleo-h743zi2")
H723 = load("nucleo-h723zg")
H747 = load("stm32h747i-disco")

FRAME = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define CR3 REG(0x5802480C)
#define D3CR REG(0x58024818)
volatile uint32_t before, after, kept;
int main(void)
{
    BODY
    for (;;) {
    }
}
"""


def program(body: str) -> str:
    return FRAME.replace("BODY", body)


def test_the_wrong_supply_stops_the_part_for_good(tmp_path: Path) -> None:
    """The board feeds the core from the SMPS; selecting the LDO takes its voltage away."""
    machine = booted(build(tmp_path, H747, program("CR3 = 2; after = 1;")), H747, 0.001)
    assert machine.lockup is not None
    assert "PWR_CR3 selects another supply than the board's SMPS" in machine.lockup
    assert word(machine, "after") == 0


def test_the_supply_takes_one_write(tmp_path: Path) -> None:
    body = "CR3 = 4; CR3 = 2; kept = CR3; after = 1;"
    machine = booted(build(tmp_path, H747, program(body)), H747, 0.001)
    assert machine.lockup is None
    assert word(machine, "kept") & 7 == 4
    assert word(machine, "after") == 1


def test_the_voltage_waits_for_the_supply(tmp_path: Path) -> None:
    body = "D3CR = 3u << 14; before = D3CR; CR3 = 2; while (!(REG(0x58024804) & 1u << 13)) {}"
    body += "D3CR = 3u << 14; while (!(D3CR & 1u << 13)) {} after = D3CR;"
    machine = booted(build(tmp_path, H743, program(body)), H743, 0.001)
    assert word(machine, "before") >> 14 & 3 == 1  # VOS3, as after reset
    assert word(machine, "after") >> 14 & 3 == 3  # VOS1
    assert any("VOS is written before ACTVOSRDY" in report for report in machine.reports)


PLL = """
    CR3 = 2; while (!(REG(0x58024804) & 1u << 13)) {}
    D3CR = 3u << 14; while (!(D3CR & 1u << 13)) {}
    REG(0x52002000) = 4;
    REG(0x58024428) = 4u << 4;                      /* HSI / 4 */
    REG(0x5802442C) = 3u << 2 | 1u << 16;
    REG(0x58024430) = (60u - 1) | (2u - 1) << 9;    /* x 60 / 2: 480 MHz */
    REG(0x58024400) |= 1u << 24; while (!(REG(0x58024400) & 1u << 25)) {}
    REG(0x58024418) = HPRE | 4u << 4;
    REG(0x5802441C) = 4u << 4 | 4u << 8;
    REG(0x58024420) = 4u << 4;
    REG(0x58024410) = 3;
"""


def test_480_mhz_without_vos0_is_reported(tmp_path: Path) -> None:
    elf = build(tmp_path, H743, program(PLL), flags=["-DHPRE=8u"])
    machine = booted(elf, H743, 0.001)
    assert machine.core_hz == 480_000_000
    assert any(
        "the core runs at 480 MHz, the core voltage (PWR_D3CR.VOS) allows 400 MHz" in report
        for report in machine.reports
    )


def test_an_undivided_axi_is_reported_with_its_wait_states(tmp_path: Path) -> None:
    machine = booted(build(tmp_path, H743, program(PLL), flags=["-DHPRE=0u"]), H743, 0.001)
    assert any("AXI runs at 480 MHz" in report for report in machine.reports)


def test_caches_must_be_emptied_before_they_are_switched_on(tmp_path: Path) -> None:
    body = "REG(0xE000ED14) |= 3u << 16;"
    machine = booted(build(tmp_path, H743, program(body)), H743, 0.001)
    assert (
        len([report for report in machine.reports if "cache is switched on before" in report]) == 2
    )


@pytest.mark.parametrize(("board", "ccsidr"), [(H743, 0xF00FE019), (H723, 0xF01FE019)])
def test_the_data_cache_tells_its_size(tmp_path: Path, board: Board, ccsidr: int) -> None:
    """DDI0489, CCSIDR encodings: 16 KiB and 32 KiB of data cache."""
    machine = booted(build(tmp_path, board, program("after = REG(0xE000ED80);")), board, 0.001)
    assert word(machine, "after") == ccsidr


def test_the_cycle_counter_is_locked(tmp_path: Path) -> None:
    body = """
    REG(0xE000EDFC) |= 1u << 24; REG(0xE0001000) |= 1;
    before = REG(0xE0001000) & 1;
    REG(0xE0001FB0) = 0xC5ACCE55; REG(0xE0001000) |= 1;
    after = REG(0xE0001000) & 1;
    """
    machine = booted(build(tmp_path, H743, program(body)), H743, 0.001)
    assert (word(machine, "before"), word(machine, "after")) == (0, 1)


def test_a_system_reset_keeps_the_supply(tmp_path: Path) -> None:
    body = "kept = CR3; if (kept & 4) { CR3 = 2; REG(0xE000ED0C) = 0x05FA0004u; }"
    machine = booted(build(tmp_path, H743, program(body)), H743, 0.001)
    assert word(machine, "kept") & 7 == 2
    assert machine.lockup is None


def test_boost_above_520_mhz_is_an_option_byte(tmp_path: Path) -> None:
    """The simulated part has it set where the board wishes for such a clock."""
    body = "after = REG(0x52002070) >> 2 & 1;"
    for wished_hz, expected in ((520_000_000, 0), (550_000_000, 1)):
        folder = tmp_path / str(wished_hz)
        folder.mkdir()
        board = replace(H723, clock_wish=replace(H723.clock_wish, sysclk_hz=wished_hz))
        machine = booted(build(folder, board, program(body)), board, 0.001)
        assert word(machine, "after") == expected


WALK = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
__attribute__((aligned(32))) const uint32_t table[8192] = {1};
volatile uint32_t sum, ready;
__attribute__((noinline)) static void walk(const uint32_t *from, uint32_t words)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < words; i++) {
        found += from[i];
    }
    sum += found;
}
int main(void)
{
    REG(0xE000EF50) = 0;
    for (uint32_t set = 0; set < 128; set++) {
        for (uint32_t way = 0; way < 4; way++) {
            REG(0xE000EF60) = way << 30 | set << 5;
        }
    }
    REG(0xE000ED14) |= 3u << 16;
    ready = 1;
    walk(table, WORDS);
    walk(table, WORDS);
    ready = 2;
    for (;;) {
    }
}
"""


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize(
    ("kib", "misses"),
    # Lines of 32 bytes: what fits 16 KiB misses once; of twice as much nothing is left to hit.
    [(8, 256), (14, 448), (32, 2 * 1024)],
)
def test_weights_go_through_a_data_cache_of_16_kib(
    tmp_path: Path, kib: int, misses: int, native: bool
) -> None:
    elf = build(tmp_path, H743, WALK, flags=[f"-DWORDS={256 * kib}"])
    machine = booted(elf, H743, 0.005, native=native)
    assert word(machine, "ready") == 2
    # A handful of literals and the variable's first values are read besides.
    assert misses <= machine._processor.execution.counter.flash_misses <= misses + 8
