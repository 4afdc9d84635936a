"""The clock tree of the STM32G0.

Source: RM0444, "Clocks" and "PLL configuration register (RCC_PLLCFGR)"; the limits of the PLL in
voltage range 1 from the G071 data sheet DS12232, "PLL characteristics". ST's stm32g0xx_ll_utils.c
has others (4 to 8 MHz in, from 64 MHz on out), which ST's own boards do not keep: they multiply the
HSI16 undivided, as Zephyr does.
"""

from collections.abc import Iterator, Mapping

from generator.boards.candidate import Candidate, Limit
from generator.boards.clock_trees._pllcfgr import PllTree
from generator.boards.facts import ClockWish, Part

FALLBACK = ClockWish("hsi", 16_000_000, 0)
AFTER_RESET = ClockWish("hsi", 16_000_000, 16_000_000)
SOURCES = ("hse", "hse-bypass", "hsi")

CONSOLES: Mapping[str, str] = {
    "usart1": "APBENR2",
    "usart2": "APBENR1",
    "usart3": "APBENR1",
    "lpuart1": "APBENR1",
}

_TREE = PllTree(
    oscillators={
        "hse": Limit("the crystal", 4_000_000, 48_000_000, "RM0444, HSE clock"),
        "hse-bypass": Limit("the external clock", 0, 48_000_000, "RM0444, HSE clock"),
        "hsi": Limit("HSI16", 16_000_000, 16_000_000, "RM0444, HSI16 clock"),
    },
    pllm=range(1, 9),
    plln=range(8, 87),
    pllr=range(2, 9),
    vco_input=Limit("the VCO's input", 2_660_000, 16_000_000, "DS12232, PLL characteristics"),
    vco_output=Limit("the VCO's output", 96_000_000, 344_000_000, "DS12232, PLL characteristics"),
)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source."""
    return _TREE.candidates(wish, part)


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk1"
