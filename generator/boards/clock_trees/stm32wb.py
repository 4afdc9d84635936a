"""The clock tree of the STM32WB55 and its kin, as far as the Cortex-M4 needs it.

Source: RM0434, "Clocks" and "PLL configuration register (RCC_PLLCFGR)"; the limits of the PLL from
the data sheet DS11929, "PLL characteristics", and alike in ST's stm32wbxx_ll_utils.c.
"""

from collections.abc import Iterator, Mapping

from generator.boards.candidate import Candidate, Limit
from generator.boards.clock_trees._msi import Msi
from generator.boards.clock_trees._pllcfgr import PllTree
from generator.boards.clock_trees.stm32l4 import MSI_RANGES_HZ
from generator.boards.facts import ClockWish, Part
from generator.errors import BoardError

FALLBACK = ClockWish("hsi", 16_000_000, 0)
AFTER_RESET = ClockWish("msi", 4_000_000, 4_000_000)
SOURCES = ("msi", "hsi", "hse", "hse-bypass")

CONSOLES: Mapping[str, str] = {"usart1": "APB2ENR", "lpuart1": "APB1ENR2"}

_HSE = Limit("HSE", 32_000_000, 32_000_000, "RM0434, HSE clock: 32 MHz, as the radio needs it")
_TREE = PllTree(
    oscillators={
        "hsi": Limit("HSI16", 16_000_000, 16_000_000, "RM0434, HSI16 clock"),
        "hse": _HSE,
        "hse-bypass": _HSE,
    },
    pllm=range(1, 9),
    plln=range(6, 128),
    pllr=range(2, 9),
    vco_input=Limit("the VCO's input", 2_660_000, 16_000_000, "DS11929, PLL characteristics"),
    vco_output=Limit("the VCO's output", 96_000_000, 344_000_000, "DS11929, PLL characteristics"),
    msi=Msi("MSI", "msirange", MSI_RANGES_HZ, "RM0434, RCC_CR, MSIRANGE", upto=" up to 16 MHz"),
)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source.

    Raises BoardError for the WB0, which has another tree and another core.
    """
    if part.core != "cortex-m4":
        raise BoardError(
            f"The clock tree of {part.name} is not described; of the STM32WB, the WB1x to WB5x are."
        )
    return _TREE.candidates(wish, part)


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
