"""The clock tree of the STM32F101, F102 and F103.

Source: RM0008, "Clocks" and "Clock configuration register (RCC_CFGR)"; the limits of the
oscillators and the PLL from the F103 data sheet DS5319, "Internal PLL characteristics" and
"External clock source characteristics".
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.boards.candidate import (
    Candidate,
    Limit,
    broken,
    core_limit,
    mhz,
    smallest_divisor,
)
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

_CRYSTAL = Limit("the crystal", 4_000_000, 16_000_000, "DS5319, HSE oscillator")
_BYPASS = Limit("the external clock", 1_000_000, 25_000_000, "DS5319, HSE external clock")
_HSI = Limit("HSI", 8_000_000, 8_000_000, "RM0008, HSI clock")
_PLL_INPUT = Limit("the PLL's input", 1_000_000, 25_000_000, "DS5319, PLL characteristics")
_PLL_OUTPUT = Limit("the PLL's output", 16_000_000, 72_000_000, "DS5319, PLL characteristics")
_APB1_MAX_HZ = 36_000_000
_APB_DIVISORS = (1, 2, 4, 8, 16)
_PLL_FACTORS = range(2, 17)

_MAIN_LINES = ("stm32f101", "stm32f102", "stm32f103")


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source; raises BoardError for other lines of the F1."""
    if not part.name.startswith(_MAIN_LINES):
        raise BoardError(
            f"The clock tree of {part.name} is not described; of the STM32F1, only "
            f"{', '.join(_MAIN_LINES)} are.",
        )
    source_hz = Fraction(wish.source_hz)
    oscillator = _oscillator_limit(wish.source)
    core = core_limit(part)
    name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
    checks = ((oscillator, source_hz), (core, source_hz))
    yield _candidate(name, wish.source, source_hz, {"pll": 0}, broken(*checks))
    for divisor, factor in _pll_settings(wish.source):
        input_hz = source_hz / divisor
        output_hz = input_hz * factor
        halved = " / 2" if divisor == 2 else ""  # PLLXTPRE or the fixed divider behind HSI
        yield _candidate(
            f"{name}{halved} x {factor}",
            wish.source,
            output_hz,
            {"pll": 1, "pllmul": factor, "prediv": divisor},
            broken(
                (oscillator, source_hz),
                (_PLL_INPUT, input_hz),
                (_PLL_OUTPUT, output_hz),
                (core, output_hz),
            ),
        )


_NAMES = {"hse": "HSE", "hse-bypass": "HSE (external clock)", "hsi": "HSI"}


def _oscillator_limit(source: str) -> Limit:
    return {"hse": _CRYSTAL, "hse-bypass": _BYPASS, "hsi": _HSI}[source]


def _pll_settings(source: str) -> Iterator[tuple[int, int]]:
    """Division before the PLL and its factor. HSI always enters halved (RM0008, "PLL")."""
    divisors = (2,) if source == "hsi" else (1, 2)
    return ((divisor, factor) for divisor in divisors for factor in _PLL_FACTORS)


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
