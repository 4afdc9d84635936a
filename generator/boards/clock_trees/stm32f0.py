"""The clock tree of the STM32F0.

Source: RM0091, "Clocks", "Clock configuration register (RCC_CFGR)" and "Clock configuration
register 2 (RCC_CFGR2)"; the limits of the oscillators and the PLL from the F072 data sheet DS9826,
"PLL characteristics" and "External clock source characteristics", and alike in ST's
stm32f0xx_ll_utils.c.

HSI48 is no source here: without a USB host to trim it, it is good to some 3 % only (DS9826, "HSI48
oscillator"; AN6202 has 4 % for that of the H5), more than a console bears, and HSI makes the same
48 MHz at 1 %.
"""

from collections.abc import Iterator, Mapping

from generator.boards.candidate import Candidate, Limit, undivided
from generator.boards.clock_trees._multiplier import MultiplierTree
from generator.boards.facts import ClockWish, Part

FALLBACK = ClockWish("hsi", 8_000_000, 0)
AFTER_RESET = ClockWish("hsi", 8_000_000, 8_000_000)
SOURCES = ("hse", "hse-bypass", "hsi")

CONSOLES: Mapping[str, str] = {
    "usart1": "APB2ENR",
    "usart2": "APB1ENR",
    "usart3": "APB1ENR",
}

_TREE = MultiplierTree(
    oscillators={
        "hse": Limit("the crystal", 4_000_000, 32_000_000, "DS9826, HSE oscillator"),
        "hse-bypass": Limit(
            "the external clock", 1_000_000, 32_000_000, "DS9826, HSE external clock"
        ),
        "hsi": Limit("HSI", 8_000_000, 8_000_000, "RM0091, HSI clock"),
    },
    pll_input=Limit("the PLL's input", 1_000_000, 24_000_000, "DS9826, PLL characteristics"),
    pll_output=Limit("the PLL's output", 16_000_000, 48_000_000, "DS9826, PLL characteristics"),
    hse_divisors=range(1, 17),
)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source."""
    return _TREE.candidates(wish, part, undivided)


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CFGR3 selects that of the bus."""
    return "pclk1"
