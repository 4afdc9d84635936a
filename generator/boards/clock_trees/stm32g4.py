"""The clock tree of the STM32G4.

Source: RM0440, "Clocks", "PLL configuration register (RCC_PLLCFGR)" and "Dynamic voltage scaling
management"; the limits of the PLL from the data sheet DS12288, "PLL characteristics";
those of its input are the same in ST's stm32g4xx_ll_utils.c.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from generator.boards.candidate import Candidate, Limit, broken, mhz
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

_PLLM = range(1, 17)
_PLLN = range(8, 128)
_PLLR = (2, 4, 6, 8)
_NAMES = {"hsi": "HSI16", "hse": "HSE", "hse-bypass": "HSE (external clock)"}

_HSI = Limit("HSI16", 16_000_000, 16_000_000, "RM0440, HSI16 clock")
_CRYSTAL = Limit("the crystal", 4_000_000, 48_000_000, "RM0440, HSE clock")
_BYPASS = Limit("the external clock", 0, 48_000_000, "RM0440, HSE clock")
_VCO_INPUT = Limit("the VCO's input", 2_660_000, 16_000_000, "DS12288, PLL characteristics")
_VCO_OUTPUT = Limit("the VCO's output", 96_000_000, 344_000_000, "DS12288, PLL characteristics")


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source, those with the highest PLL input first."""
    source_hz = Fraction(wish.source_hz)
    oscillator = {"hsi": _HSI, "hse": _CRYSTAL, "hse-bypass": _BYPASS}[wish.source]
    core = Limit("the core clock", 0, part.max_clock_hz, f"data sheet of {part.name}")
    origin = broken((oscillator, source_hz))
    name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
    problems = origin + broken((core, source_hz))
    yield _candidate(name, wish.source, source_hz, {"pll": 0}, problems)
    for m, r, n in product(_PLLM, _PLLR, _PLLN):
        vco_input_hz = source_hz / m
        vco_hz = vco_input_hz * n
        checks = ((_VCO_INPUT, vco_input_hz), (_VCO_OUTPUT, vco_hz), (core, vco_hz / r))
        divided = f" / {m}" if m > 1 else ""
        yield _candidate(
            f"{name}{divided} x {n} / {r}",
            wish.source,
            vco_hz / r,
            {"pll": 1, "pllm": m, "plln": n, "pllr": r},
            origin + broken(*checks),
        )


def _candidate(
    recipe: str,
    source: str,
    sysclk_hz: Fraction,
    pll: Mapping[str, int],
    problems: tuple[str, ...],
) -> Candidate:
    steps = {
        "boost": int(sysclk_hz > _BOOST_ABOVE_HZ),
        "half_speed_first": int(sysclk_hz > _HALF_SPEED_FIRST_ABOVE_HZ),
    }
    return Candidate(
        recipe=recipe,
        source=source,
        sysclk_hz=sysclk_hz,
        hclk_hz=sysclk_hz,
        pclk1_hz=sysclk_hz,
        pclk2_hz=sysclk_hz,
        registers={**pll, **steps},
        broken=problems,
    )


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
