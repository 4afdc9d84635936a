"""The clock tree of the STM32G0.

Source: RM0444, "Clocks" and "PLL configuration register (RCC_PLLCFGR)"; the limits of the PLL in
voltage range 1 from the G071 data sheet DS12232, "PLL characteristics". ST's stm32g0xx_ll_utils.c
has others (4 to 8 MHz in, from 64 MHz on out), which ST's own boards do not keep: they multiply the
HSI16 undivided, as Zephyr does.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from generator.boards.candidate import Candidate, Limit, broken, mhz
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

_CRYSTAL = Limit("the crystal", 4_000_000, 48_000_000, "RM0444, HSE clock")
_BYPASS = Limit("the external clock", 0, 48_000_000, "RM0444, HSE clock")
_HSI = Limit("HSI16", 16_000_000, 16_000_000, "RM0444, HSI16 clock")
_VCO_INPUT = Limit("the VCO's input", 2_660_000, 16_000_000, "DS12232, PLL characteristics")
_VCO_OUTPUT = Limit("the VCO's output", 96_000_000, 344_000_000, "DS12232, PLL characteristics")
_PLLM = range(1, 9)
_PLLN = range(8, 87)
_PLLR = range(2, 9)
_NAMES = {"hse": "HSE", "hse-bypass": "HSE (external clock)", "hsi": "HSI16"}


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source."""
    source_hz = Fraction(wish.source_hz)
    oscillator = {"hse": _CRYSTAL, "hse-bypass": _BYPASS, "hsi": _HSI}[wish.source]
    core = Limit("the core clock", 0, part.max_clock_hz, f"data sheet of {part.name}")
    name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
    unsound = broken((oscillator, source_hz), (core, source_hz))
    yield _candidate(name, wish.source, source_hz, {"pll": 0}, unsound)
    for m, r, n in product(_PLLM, _PLLR, _PLLN):
        input_hz = source_hz / m
        vco_hz = input_hz * n
        divided = f" / {m}" if m > 1 else ""
        yield _candidate(
            f"{name}{divided} x {n} / {r}",
            wish.source,
            vco_hz / r,
            {"pll": 1, "pllm": m, "plln": n, "pllr": r},
            broken(
                (oscillator, source_hz),
                (_VCO_INPUT, input_hz),
                (_VCO_OUTPUT, vco_hz),
                (core, vco_hz / r),
            ),
        )


def _candidate(
    recipe: str,
    source: str,
    sysclk_hz: Fraction,
    pll: Mapping[str, int],
    problems: tuple[str, ...],
) -> Candidate:
    """There is one peripheral bus, and it may run as fast as the core."""
    return Candidate(
        recipe=recipe,
        source=source,
        sysclk_hz=sysclk_hz,
        hclk_hz=sysclk_hz,
        pclk1_hz=sysclk_hz,
        pclk2_hz=sysclk_hz,
        registers={**pll, "hpre": 1, "ppre": 1},
        broken=problems,
    )


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk1"
