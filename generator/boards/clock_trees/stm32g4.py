"""The clock tree of the STM32G4.

Source: RM0440, "Clocks", "PLL configuration register (RCC_PLLCFGR)" and "Dynamic voltage scaling
management"; the limits of the PLL from the data sheet DS12288, "PLL characteristics";
those of its input are the same in ST's stm32g4xx_ll_utils.c.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.boards.candidate import Candidate, Limit
from generator.boards.clock_trees._pllcfgr import PllTree
from generator.boards.facts import ClockWish, Part

FALLBACK = ClockWish("hsi", 16_000_000, 0)
AFTER_RESET = ClockWish("hsi", 16_000_000, 16_000_000)
SOURCES = ("hsi", "hse", "hse-bypass")

CONSOLES: Mapping[str, str] = {
    "usart1": "APB2ENR",
    "usart2": "APB1ENR1",
    "usart3": "APB1ENR1",
    "uart4": "APB1ENR1",
    "uart5": "APB1ENR1",
    "lpuart1": "APB1ENR2",
}

_BOOST_ABOVE_HZ = 150_000_000
_HALF_SPEED_FIRST_ABOVE_HZ = 80_000_000
"""To go faster than this, the core spends a microsecond at half the new clock: RM0440, "System
clock (SYSCLK) selection"."""

_TREE = PllTree(
    oscillators={
        "hsi": Limit("HSI16", 16_000_000, 16_000_000, "RM0440, HSI16 clock"),
        "hse": Limit("the crystal", 4_000_000, 48_000_000, "RM0440, HSE clock"),
        "hse-bypass": Limit("the external clock", 0, 48_000_000, "RM0440, HSE clock"),
    },
    pllm=range(1, 17),
    plln=range(8, 128),
    pllr=(2, 4, 6, 8),
    vco_input=Limit("the VCO's input", 2_660_000, 16_000_000, "DS12288, PLL characteristics"),
    vco_output=Limit("the VCO's output", 96_000_000, 344_000_000, "DS12288, PLL characteristics"),
)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source, those with the highest PLL input first."""
    return _TREE.candidates(wish, part, _power)


def _power(sysclk_hz: Fraction) -> Mapping[str, int]:
    return {
        "boost": int(sysclk_hz > _BOOST_ABOVE_HZ),
        "half_speed_first": int(sysclk_hz > _HALF_SPEED_FIRST_ABOVE_HZ),
    }


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
