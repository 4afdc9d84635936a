"""What a firmware does wrong with the clocks of the F1, G4, WB and U5 is noticed.

Each case follows the reference manual but for one step. RM0008 (F1), RM0440 (G4), RM0434 (WB),
RM0456 (U5).
"""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards import load
from tests.simulator.simulated_board import booted, build

FRAME = """
#include <stdint.h>
#define REG(address) (*(volatile uint32_t *)(address))
#define WAIT(address, mask) do { } while ((REG(address) & (mask)) == 0)
int main(void)
{
    %s
    for (;;) {
    }
}
"""

F1_FLASH = "REG(0x40022000) = 0x31u;"
F1_PLL = """
    REG(0x40021004) = 6u << 18;
    REG(0x40021000) |= 1u << 24; WAIT(0x40021000, 1u << 25);"""
F1_SWITCH = "REG(0x40021004) |= 2u; WAIT(0x40021004, 8u);"
F1_STOP = "REG(0x40021000) &= ~1u; /* the PLL's source keeps running: RM0008, HSION */"

G4_FLASH = "REG(0x40022000) = (REG(0x40022000) & ~15u) | 4u;"
G4_PLL = """
    REG(0x4002100C) = 2u | 3u << 4 | 85u << 8 | 1u << 24;
    REG(0x40021000) |= 1u << 24; WAIT(0x40021000, 1u << 25);"""
G4_BOOST = "REG(0x40021058) |= 1u << 28; REG(0x40007080) &= ~(1u << 8);"
G4_SWITCH = "REG(0x40021008) = 3u; WAIT(0x40021008, 8u);"

WB_FLASH = "REG(0x58004000) = (REG(0x58004000) & ~7u) | 3u;"
WB_PLL = """
    REG(0x58000000) |= 1u << 8; WAIT(0x58000000, 1u << 10);
    REG(0x5800000C) = 2u | 8u << 8 | 1u << 28 | 1u << 29;
    REG(0x58000000) |= 1u << 24; WAIT(0x58000000, 1u << 25);"""
WB_SECOND_CORE = "REG(0x58000108) |= 8u << 4;"
WB_SWITCH = "REG(0x58000008) = 3u; WAIT(0x58000008, 8u);"

U5_POWER = "REG(0x46020C94) |= 4u; REG(0x4602080C) |= 3u << 16;"
U5_FLASH = "REG(0x40022000) = 4u;"
U5_PLL = """
    REG(0x46020C00) |= 1u << 8; WAIT(0x46020C00, 1u << 10);
    REG(0x46020C28) = 2u | 3u << 2 | 1u << 18; REG(0x46020C34) = 9u;"""
U5_BOOSTER = "REG(0x4602080C) |= 1u << 18; WAIT(0x4602080C, 1u << 14);"
U5_SWITCH = """
    REG(0x46020C00) |= 1u << 24; WAIT(0x46020C00, 1u << 25);
    REG(0x46020C1C) = 3u; WAIT(0x46020C1C, 8u);"""

RIGHT = [
    ("stm32f103c8", 32, (F1_FLASH, F1_PLL, F1_SWITCH, F1_STOP)),
    ("nucleo-g474re", 170, (G4_FLASH, G4_BOOST, G4_PLL, G4_SWITCH)),
    ("nucleo-wb55rg", 64, (WB_FLASH, WB_PLL, WB_SECOND_CORE, WB_SWITCH)),
    ("nucleo-u575zi-q", 160, (U5_POWER, U5_FLASH, U5_PLL, U5_BOOSTER, U5_SWITCH)),
]
WRONG = [
    ("stm32f103c8", ("REG(0x40021000) |= 1u << 24;",), "VCO runs at 8 MHz"),
    ("stm32f103c8", (F1_PLL, "REG(0x40021004) = 5u << 18;"), "they are kept"),
    ("stm32f103c8", ("REG(0x40021000) |= 1u << 16; REG(0x40021000) |= 1u << 18;",), "HSEBYP"),
    ("nucleo-g474re", (G4_BOOST, G4_PLL, G4_SWITCH), "wait states"),
    ("nucleo-g474re", (G4_FLASH, G4_PLL, G4_SWITCH), "boost mode"),
    ("nucleo-g474re", ("REG(0x40022000) = 0x604u;",), "debugger"),
    ("nucleo-g474re", (G4_FLASH, "REG(0x40021008) = 3u;"), "not ready"),
    ("nucleo-wb55rg", (WB_FLASH, WB_PLL, WB_SWITCH), "HCLK2 is 64 MHz"),
    ("nucleo-u575zi-q", (U5_POWER, U5_FLASH, U5_PLL, U5_SWITCH), "allow 55 MHz"),
    ("nucleo-u575zi-q", (U5_FLASH, U5_PLL, U5_SWITCH), "allow 25 MHz"),
    ("nucleo-u575zi-q", (U5_POWER, U5_PLL, U5_BOOSTER, U5_SWITCH), "wait states"),
    (
        "nucleo-u575zi-q",
        ("REG(0x46020C94) |= 4u; REG(0x4602080C) |= 1u << 18;",),
        "without a clock",
    ),
]


@pytest.mark.parametrize(("name", "mhz", "steps"), RIGHT, ids=[name for name, _, _ in RIGHT])
def test_the_manual_s_way_passes(
    tmp_path: Path, name: str, mhz: int, steps: tuple[str, ...]
) -> None:
    board = load(name)
    machine = booted(build(tmp_path, board, FRAME % "\n".join(steps)), board, 0.001)
    assert machine.core_hz == mhz * 1_000_000
    assert machine.reports == []


@pytest.mark.parametrize(("name", "steps", "words"), WRONG, ids=[w[2] for w in WRONG])
def test_a_step_left_out_is_reported(
    tmp_path: Path, name: str, steps: tuple[str, ...], words: str
) -> None:
    board = load(name)
    machine = booted(build(tmp_path, board, FRAME % "\n".join(steps)), board, 0.001)
    assert any(words in report for report in machine.reports), machine.reports
