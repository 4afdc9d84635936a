"""The clock tree of the STM32L4 and L4+.

Source: RM0351 (L4) and RM0432 (L4+), "Clocks", "PLL configuration register (RCC_PLLCFGR)" and
"Dynamic voltage scaling management"; the limits of the PLL of the L4 alike in ST's
stm32l4xx_ll_utils.c.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.boards.candidate import Candidate, Limit
from generator.boards.clock_trees._msi import Msi
from generator.boards.clock_trees._pllcfgr import PllTree
from generator.boards.facts import ClockWish, Part

FALLBACK = ClockWish("hsi", 16_000_000, 0)
AFTER_RESET = ClockWish("msi", 4_000_000, 4_000_000)
SOURCES = ("msi", "hsi", "hse", "hse-bypass")

CONSOLES: Mapping[str, str] = {
    "usart1": "APB2ENR",
    "usart2": "APB1ENR1",
    "usart3": "APB1ENR1",
    "uart4": "APB1ENR1",
    "uart5": "APB1ENR1",
    "lpuart1": "APB1ENR2",
}

MSI_RANGES_HZ = (
    100_000,
    200_000,
    400_000,
    800_000,
    1_000_000,
    2_000_000,
    4_000_000,
    8_000_000,
    16_000_000,
)
"""The frequency of each MSIRANGE in RCC_CR, as far as the flash follows without wait states: the
core runs from MSI before they are set."""

_BOOST_ABOVE_HZ = 80_000_000
_PLLR = (2, 4, 6, 8)
_OSCILLATORS = {
    "hsi": Limit("HSI16", 16_000_000, 16_000_000, "RM0432, HSI16 clock"),
    "hse": Limit("the crystal", 4_000_000, 48_000_000, "RM0432, HSE clock"),
    "hse-bypass": Limit("the external clock", 0, 48_000_000, "RM0432, HSE clock"),
}
_MSI = Msi("MSI", "msirange", MSI_RANGES_HZ, "RM0432, RCC_CR, MSIRANGE", upto=" up to 16 MHz")
_VCO_OUTPUT = Limit("the VCO's output", 64_000_000, 344_000_000, "RM0432, RCC_PLLCFGR")
_L4 = PllTree(
    _OSCILLATORS,
    range(1, 9),
    range(8, 87),
    _PLLR,
    Limit("the VCO's input", 4_000_000, 16_000_000, "RM0351, RCC_PLLCFGR"),
    _VCO_OUTPUT,
    _MSI,
)
_L4_PLUS = PllTree(
    _OSCILLATORS,
    range(1, 17),
    range(8, 128),
    _PLLR,
    # RM0432 has 2.66 to 8 MHz, ST's stm32l4xx_ll_utils.c 4 to 16 MHz: what both allow.
    Limit("the VCO's input", 4_000_000, 8_000_000, "RM0432, RCC_PLLCFGR"),
    _VCO_OUTPUT,
    _MSI,
)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source."""
    return (_L4_PLUS if is_plus(part) else _L4).candidates(wish, part, _power)


def is_plus(part: Part) -> bool:
    """Whether this is an L4+ (L4P, L4Q, L4R, L4S): 120 MHz and a wider PLL."""
    return part.name[len("stm32l4")] in "pqrs"


def _power(sysclk_hz: Fraction) -> Mapping[str, int]:
    return {"boost": int(sysclk_hz > _BOOST_ABOVE_HZ)}


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
