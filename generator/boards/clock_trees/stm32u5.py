"""The clock tree of the STM32U5, in voltage range 1, with PLL1 and the booster (EPOD).

Source: RM0456, "Clocks", "RCC PLL1 configuration register (RCC_PLL1CFGR)" and "Dynamic voltage
scaling management"; the limits of the PLL from the data sheet DS13737, "PLL characteristics",
and alike in ST's stm32u5xx_hal_rcc.h (__HAL_RCC_PLL_CONFIG).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from generator.boards.candidate import (
    SOURCE_NAMES,
    Candidate,
    Limit,
    broken,
    core_limit,
    mhz,
    undivided,
)
from generator.boards.clock_trees._msi import Msi
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
    "lpuart1": "APB3ENR",
}

MSI_RANGES_HZ = (48_000_000, 24_000_000, 16_000_000, 12_000_000, 4_000_000, 2_000_000)
"""The frequency of each MSISRANGE in RCC_ICSCR1, as far as it is a whole number."""

_BOOSTER_ABOVE_HZ = 55_000_000
_BOOSTER_DIVISORS = (1, 2, 4, 6, 8, 10, 12, 14, 16)
"""By their code in PLL1MBOOST."""

_PLLM = range(1, 17)
_PLLN = range(4, 513)
_PLLR = (1, 2, 4, 6, 8)
_NAMES = SOURCE_NAMES | {"msi": "MSIS", "hsi": "HSI16"}

_MSI = Msi("MSIS", "msisrange", MSI_RANGES_HZ, "RM0456, RCC_ICSCR1, MSISRANGE")
_HSI = Limit("HSI16", 16_000_000, 16_000_000, "RM0456, HSI16 clock")
_CRYSTAL = Limit("the crystal", 4_000_000, 50_000_000, "RM0456, HSE clock")
_BYPASS = Limit("the external clock", 4_000_000, 50_000_000, "RM0456, HSE clock")
_VCO_INPUT = Limit("the VCO's input", 4_000_000, 16_000_000, "DS13737, PLL characteristics")
_VCO_OUTPUT = Limit("the VCO's output", 128_000_000, 544_000_000, "DS13737, PLL characteristics")
_BOOSTER_INPUT = Limit("the booster's clock", 4_000_000, 16_000_000, "RM0456, PLL1MBOOST")
_WIDE_INPUT_FROM_HZ = 8_000_000


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting that makes the wished clock from that source, then a choice of others."""
    source_hz = Fraction(wish.source_hz)
    origin, start = _origin(wish)
    core = core_limit(part)
    name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
    problems = origin + broken((core, source_hz))
    yield undivided(name, wish.source, source_hz, {"pll": 0, "booster": 0, **start}, problems)
    booster, mboost = _booster(source_hz)
    for m, r, n in _factors(wish):
        vco_input_hz = source_hz / m
        vco_hz = vco_input_hz * n
        checks = [(_VCO_INPUT, vco_input_hz), (_VCO_OUTPUT, vco_hz), (core, vco_hz / r)]
        boosted = vco_hz / r > _BOOSTER_ABOVE_HZ
        checks += [(_BOOSTER_INPUT, booster)] if boosted else []
        divided = f" / {m}" if m > 1 else ""
        pll = {"pll": 1, "pllm": m, "plln": n, "pllr": r, "mboost": mboost}
        pll |= {"rge": 3 if vco_input_hz >= _WIDE_INPUT_FROM_HZ else 0, "booster": int(boosted)}
        yield undivided(
            f"{name}{divided} x {n} / {r}",
            wish.source,
            vco_hz / r,
            {**pll, **start},
            origin + broken(*checks),
        )


def _factors(wish: ClockWish) -> Iterator[tuple[int, int, int]]:
    """(M, R, N): all that make the wished clock, then every N at the highest sound input."""
    for m, r in product(_PLLM, _PLLR):
        n, remainder = divmod(wish.sysclk_hz * m * r, wish.source_hz)
        if not remainder and n in _PLLN:
            yield m, r, n
    sound = (m for m in _PLLM if _VCO_INPUT.broken_by(Fraction(wish.source_hz, m)) is None)
    yield from product((next(sound, 1),), _PLLR, _PLLN)


def _origin(wish: ClockWish) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """What is wrong with the source itself, and what it takes to start it."""
    if wish.source == "msi":
        return _MSI.problems(wish.source_hz), _MSI.start(wish.source_hz)
    limit = {"hsi": _HSI, "hse": _CRYSTAL, "hse-bypass": _BYPASS}[wish.source]
    return broken((limit, Fraction(wish.source_hz))), {}


def _booster(source_hz: Fraction) -> tuple[Fraction, int]:
    """The clock of the booster, at most 16 MHz, and the code of its divisor."""
    fitting = (
        (source_hz / divisor, code)
        for code, divisor in enumerate(_BOOSTER_DIVISORS)
        if source_hz / divisor <= _BOOSTER_INPUT.high_hz
    )
    return next(fitting)


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset CCIPR1 and CCIPR3 select the bus's.

    That of APB3 is not divided here, as the others are not, and so the same.
    """
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
