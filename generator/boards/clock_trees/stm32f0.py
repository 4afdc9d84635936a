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
from fractions import Fraction
from itertools import product

from generator.boards.candidate import Candidate, Limit, broken, core_limit, mhz, undivided
from generator.boards.facts import ClockWish, Part

FALLBACK = ClockWish("hsi", 8_000_000, 0)
AFTER_RESET = ClockWish("hsi", 8_000_000, 8_000_000)
SOURCES = ("hse", "hse-bypass", "hsi")

CONSOLES: Mapping[str, str] = {
    "usart1": "APB2ENR",
    "usart2": "APB1ENR",
    "usart3": "APB1ENR",
}

_CRYSTAL = Limit("the crystal", 4_000_000, 32_000_000, "DS9826, HSE oscillator")
_BYPASS = Limit("the external clock", 1_000_000, 32_000_000, "DS9826, HSE external clock")
_HSI = Limit("HSI", 8_000_000, 8_000_000, "RM0091, HSI clock")
_PLL_INPUT = Limit("the PLL's input", 1_000_000, 24_000_000, "DS9826, PLL characteristics")
_PLL_OUTPUT = Limit("the PLL's output", 16_000_000, 48_000_000, "DS9826, PLL characteristics")
_PLL_FACTORS = range(2, 17)
_HSE_DIVISORS = range(1, 17)
_HSI_DIVISORS = (2,)
"""HSI enters the PLL halved on every line of the F0; some could divide it otherwise."""

_NAMES = {"hse": "HSE", "hse-bypass": "HSE (external clock)", "hsi": "HSI"}


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source."""
    source_hz = Fraction(wish.source_hz)
    oscillator = {"hse": _CRYSTAL, "hse-bypass": _BYPASS, "hsi": _HSI}[wish.source]
    core = core_limit(part)
    name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
    checks = ((oscillator, source_hz), (core, source_hz))
    yield undivided(name, wish.source, source_hz, {"pll": 0}, broken(*checks))
    divisors = _HSI_DIVISORS if wish.source == "hsi" else _HSE_DIVISORS
    for divisor, factor in product(divisors, _PLL_FACTORS):
        input_hz = source_hz / divisor
        output_hz = input_hz * factor
        divided = f" / {divisor}" if divisor > 1 else ""
        yield undivided(
            f"{name}{divided} x {factor}",
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


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CFGR3 selects that of the bus."""
    return "pclk1"
