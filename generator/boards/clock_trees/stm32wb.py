"""The clock tree of the STM32WB55 and its kin, as far as the Cortex-M4 needs it.

Source: RM0434, "Clocks" and "PLL configuration register (RCC_PLLCFGR)"; the limits of the PLL from
the data sheet DS11929, "PLL characteristics", and alike in ST's stm32wbxx_ll_utils.c.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from generator.boards.candidate import Candidate, Limit, broken, mhz
from generator.boards.clock_trees.stm32l4 import MSI_RANGES_HZ
from generator.boards.facts import ClockWish, Part
from generator.errors import BoardError

FALLBACK = ClockWish("hsi", 16_000_000, 0)
AFTER_RESET = ClockWish("msi", 4_000_000, 4_000_000)
SOURCES = ("msi", "hsi", "hse", "hse-bypass")

CONSOLES: Mapping[str, str] = {"usart1": "APB2ENR", "lpuart1": "APB1ENR2"}

_PLLM = range(1, 9)
_PLLN = range(6, 128)
_PLLR = range(2, 9)
_NAMES = {"msi": "MSI", "hsi": "HSI16", "hse": "HSE", "hse-bypass": "HSE (external clock)"}

_HSI = Limit("HSI16", 16_000_000, 16_000_000, "RM0434, HSI16 clock")
_HSE = Limit("HSE", 32_000_000, 32_000_000, "RM0434, HSE clock: 32 MHz, as the radio needs it")
_VCO_INPUT = Limit("the VCO's input", 2_660_000, 16_000_000, "DS11929, PLL characteristics")
_VCO_OUTPUT = Limit("the VCO's output", 96_000_000, 344_000_000, "DS11929, PLL characteristics")


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source.

    Raises BoardError for the WB0, which has another tree and another core.
    """
    if part.core != "cortex-m4":
        raise BoardError(
            f"The clock tree of {part.name} is not described; of the STM32WB, the WB1x to WB5x are."
        )
    source_hz = Fraction(wish.source_hz)
    origin = _oscillator(wish)
    core = Limit("the core clock", 0, part.max_clock_hz, f"data sheet of {part.name}")
    name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
    start = _start(wish)
    problems = origin + broken((core, source_hz))
    yield _candidate(name, wish.source, source_hz, {"pll": 0, **start}, problems)
    for m, r, n in product(_PLLM, _PLLR, _PLLN):
        vco_input_hz = source_hz / m
        vco_hz = vco_input_hz * n
        checks = ((_VCO_INPUT, vco_input_hz), (_VCO_OUTPUT, vco_hz), (core, vco_hz / r))
        divided = f" / {m}" if m > 1 else ""
        yield _candidate(
            f"{name}{divided} x {n} / {r}",
            wish.source,
            vco_hz / r,
            {"pll": 1, "pllm": m, "plln": n, "pllr": r, **start},
            origin + broken(*checks),
        )


def _oscillator(wish: ClockWish) -> tuple[str, ...]:
    """What is wrong with the source itself."""
    if wish.source == "msi":
        if wish.source_hz in MSI_RANGES_HZ:
            return ()
        return (
            f"MSI has no range of {mhz(wish.source_hz)} up to 16 MHz (RM0434, RCC_CR, MSIRANGE)",
        )
    return broken((_HSI if wish.source == "hsi" else _HSE, Fraction(wish.source_hz)))


def _start(wish: ClockWish) -> Mapping[str, int]:
    if wish.source == "msi" and wish.source_hz in MSI_RANGES_HZ:
        return {"msirange": MSI_RANGES_HZ.index(wish.source_hz)}
    return {}


def _candidate(
    recipe: str,
    source: str,
    sysclk_hz: Fraction,
    registers: Mapping[str, int],
    problems: tuple[str, ...],
) -> Candidate:
    return Candidate(
        recipe=recipe,
        source=source,
        sysclk_hz=sysclk_hz,
        hclk_hz=sysclk_hz,
        pclk1_hz=sysclk_hz,
        pclk2_hz=sysclk_hz,
        registers=registers,
        broken=problems,
    )


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
