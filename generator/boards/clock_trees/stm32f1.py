"""The clock tree of the STM32F101, F102 and F103.

Source: RM0008, "Clocks" and "Clock configuration register (RCC_CFGR)"; the limits of the
oscillators and the PLL from the F103 data sheet DS5319, "Internal PLL characteristics" and
"External clock source characteristics".
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.boards.candidate import Candidate, Limit, smallest_divisor
from generator.boards.clock_trees._multiplier import MultiplierTree
from generator.boards.facts import ClockWish, Part
from generator.errors import BoardError

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
        "hse": Limit("the crystal", 4_000_000, 16_000_000, "DS5319, HSE oscillator"),
        "hse-bypass": Limit(
            "the external clock", 1_000_000, 25_000_000, "DS5319, HSE external clock"
        ),
        "hsi": Limit("HSI", 8_000_000, 8_000_000, "RM0008, HSI clock"),
    },
    pll_input=Limit("the PLL's input", 1_000_000, 25_000_000, "DS5319, PLL characteristics"),
    pll_output=Limit("the PLL's output", 16_000_000, 72_000_000, "DS5319, PLL characteristics"),
    hse_divisors=(1, 2),
)
_APB1_MAX_HZ = 36_000_000
_APB_DIVISORS = (1, 2, 4, 8, 16)

_MAIN_LINES = ("stm32f101", "stm32f102", "stm32f103")


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source; raises BoardError for other lines of the F1."""
    if not part.name.startswith(_MAIN_LINES):
        raise BoardError(
            f"The clock tree of {part.name} is not described; of the STM32F1, only "
            f"{', '.join(_MAIN_LINES)} are.",
        )
    return _TREE.candidates(wish, part, _candidate)


def _candidate(
    recipe: str,
    source: str,
    sysclk_hz: Fraction,
    pll: Mapping[str, int],
    problems: tuple[str, ...],
) -> Candidate:
    ppre1 = smallest_divisor(sysclk_hz, _APB1_MAX_HZ, _APB_DIVISORS)
    return Candidate(
        recipe=recipe,
        source=source,
        sysclk_hz=sysclk_hz,
        hclk_hz=sysclk_hz,
        pclk1_hz=sysclk_hz / ppre1,
        pclk2_hz=sysclk_hz,
        registers={**pll, "hpre": 1, "ppre1": ppre1, "ppre2": 1},
        broken=problems,
    )


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: a USART runs at the clock of its bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
