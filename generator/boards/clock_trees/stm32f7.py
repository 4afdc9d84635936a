"""The clock tree of the STM32F7: that of the F4, with more core voltage.

Source: RM0385 (F74x, F75x), RM0410 (F76x, F77x), RM0431 (F72x, F73x): "Clocks", "RCC PLL
configuration register (RCC_PLLCFGR)", "Voltage regulator", "Entering Over-drive mode"; limits
from the data sheet DS10916 (F746), "General operating conditions" and "PLL characteristics".
"""

from collections.abc import Iterator

from generator.boards.candidate import Candidate, Limit
from generator.boards.clock_trees import stm32f4
from generator.boards.clock_trees.stm32f4 import Line, Scale
from generator.boards.facts import ClockWish, Part

FALLBACK = stm32f4.FALLBACK
AFTER_RESET = stm32f4.AFTER_RESET
SOURCES = stm32f4.SOURCES
CONSOLES = stm32f4.CONSOLES

_F7 = Line(
    scales=(
        Scale(144_000_000, 1),
        Scale(168_000_000, 2),
        Scale(180_000_000, 3),
        Scale(216_000_000, 3, overdrive=True),
    ),
    vos_bits=2,
    plln=range(50, 433),
    vco_output=Limit("the VCO's output", 100_000_000, 432_000_000, "RM0385, RCC_PLLCFGR"),
    apb1_hz=45_000_000,
    apb2_hz=90_000_000,
    overdrive_apb_hz=(54_000_000, 108_000_000),
    pll_output=Limit("the PLL's output", 24_000_000, 216_000_000, "DS10916, PLL characteristics"),
)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source, those with the steadiest PLL first."""
    return stm32f4.settings(wish, part, _F7)


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_DCKCFGR2 selects the bus's."""
    return stm32f4.console_clock(peripheral)
