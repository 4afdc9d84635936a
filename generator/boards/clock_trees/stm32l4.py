"""The clock tree of the STM32L4 and L4+.

Source: RM0351 (L4) and RM0432 (L4+), "Clocks", "PLL configuration register (RCC_PLLCFGR)" and
"Dynamic voltage scaling management"; the limits of the PLL of the L4 alike in ST's
stm32l4xx_ll_utils.c.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from generator.boards.candidate import Candidate, Limit, broken, mhz
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
_NAMES = {"msi": "MSI", "hsi": "HSI16", "hse": "HSE", "hse-bypass": "HSE (external clock)"}


@dataclass(frozen=True)
class _Line:
    """What differs between L4 and L4+."""

    pllm: range
    plln: range
    vco_input: Limit


_L4 = _Line(
    range(1, 9),
    range(8, 87),
    Limit("the VCO's input", 4_000_000, 16_000_000, "RM0351, RCC_PLLCFGR"),
)
_L4_PLUS = _Line(
    range(1, 17),
    range(8, 128),
    # RM0432 has 2.66 to 8 MHz, ST's stm32l4xx_ll_utils.c 4 to 16 MHz: what both allow.
    Limit("the VCO's input", 4_000_000, 8_000_000, "RM0432, RCC_PLLCFGR"),
)
_VCO_OUTPUT = Limit("the VCO's output", 64_000_000, 344_000_000, "RM0432, RCC_PLLCFGR")
_HSI = Limit("HSI16", 16_000_000, 16_000_000, "RM0432, HSI16 clock")
_CRYSTAL = Limit("the crystal", 4_000_000, 48_000_000, "RM0432, HSE clock")
_BYPASS = Limit("the external clock", 0, 48_000_000, "RM0432, HSE clock")


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source."""
    source_hz = Fraction(wish.source_hz)
    origin = _oscillator(wish)
    core = Limit("the core clock", 0, part.max_clock_hz, f"data sheet of {part.name}")
    name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
    start = _start(wish)
    unsound = origin + broken((core, source_hz))
    yield _candidate(name, wish.source, source_hz, {"pll": 0, **start}, unsound)
    line = _L4_PLUS if is_plus(part) else _L4
    for m, r, n in product(line.pllm, _PLLR, line.plln):
        vco_input_hz = source_hz / m
        vco_hz = vco_input_hz * n
        checks = ((line.vco_input, vco_input_hz), (_VCO_OUTPUT, vco_hz), (core, vco_hz / r))
        divided = f" / {m}" if m > 1 else ""
        yield _candidate(
            f"{name}{divided} x {n} / {r}",
            wish.source,
            vco_hz / r,
            {"pll": 1, "pllm": m, "plln": n, "pllr": r, **start},
            origin + broken(*checks),
        )


def is_plus(part: Part) -> bool:
    """Whether this is an L4+ (L4P, L4Q, L4R, L4S): 120 MHz and a wider PLL."""
    return part.name[len("stm32l4")] in "pqrs"


def _oscillator(wish: ClockWish) -> tuple[str, ...]:
    """What is wrong with the source itself."""
    if wish.source == "msi":
        if wish.source_hz in MSI_RANGES_HZ:
            return ()
        return (
            f"MSI has no range of {mhz(wish.source_hz)} up to 16 MHz (RM0432, RCC_CR, MSIRANGE)",
        )
    limit = {"hsi": _HSI, "hse": _CRYSTAL, "hse-bypass": _BYPASS}[wish.source]
    return broken((limit, Fraction(wish.source_hz)))


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
    boost = int(sysclk_hz > _BOOST_ABOVE_HZ)
    return Candidate(
        recipe=recipe,
        source=source,
        sysclk_hz=sysclk_hz,
        hclk_hz=sysclk_hz,
        pclk1_hz=sysclk_hz,
        pclk2_hz=sysclk_hz,
        registers={**registers, "hpre": 1, "ppre1": 1, "ppre2": 1, "boost": boost},
        broken=problems,
    )


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset RCC_CCIPR selects that of the bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
