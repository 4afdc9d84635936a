"""The clock tree of the STM32F4.

Source: RM0368 (F401), RM0383 (F411), RM0390 (F446), RM0090 (F405 to F439): "Clocks", "RCC PLL
configuration register (RCC_PLLCFGR)", "Voltage regulator" and "PWR power control register
(PWR_CR)"; the limits of buses and PLL from the data sheets' "General operating conditions" and
"PLL characteristics" (DS9716 F401, DS10314 F411, DS10693 F446, DS8626 F407). ST's CMSIS
headers have the same output of the VCO and the same core voltages (RCC_PLLVCO_OUTPUT_MIN,
RCC_MAX_FREQUENCY_SCALE2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from generator.boards.candidate import (
    SOURCE_NAMES,
    Candidate,
    Limit,
    broken,
    core_limit,
    mhz,
    smallest_divisor,
)
from generator.boards.facts import ClockWish, Part

FALLBACK = ClockWish("hsi", 16_000_000, 0)
AFTER_RESET = ClockWish("hsi", 16_000_000, 16_000_000)
SOURCES = ("hse", "hse-bypass", "hsi")

CONSOLES: Mapping[str, str] = {
    "usart1": "APB2ENR",
    "usart2": "APB1ENR",
    "usart3": "APB1ENR",
    "uart4": "APB1ENR",
    "uart5": "APB1ENR",
    "usart6": "APB2ENR",
}

_PLLM = range(2, 64)
_PLLP = (2, 4, 6, 8)
_APB_DIVISORS = (1, 2, 4, 8, 16)
_MAX_48MHZ_OUTPUT_HZ = 48_000_000

_HSI = Limit("HSI", 16_000_000, 16_000_000, "RM0090, HSI clock")
_CRYSTAL = Limit("the crystal", 4_000_000, 26_000_000, "DS8626, HSE oscillator")
_BYPASS = Limit("the external clock", 1_000_000, 50_000_000, "DS8626, HSE external clock")
_VCO_INPUT = Limit("the VCO's input", 1_000_000, 2_000_000, "RM0090, RCC_PLLCFGR")
_PLL_OUTPUT = Limit("the PLL's output", 24_000_000, 180_000_000, "DS8626, PLL characteristics")


@dataclass(frozen=True)
class Scale:
    """A core voltage: up to which HCLK it suffices, and its code in PWR_CR.VOS."""

    highest_hz: int
    vos: int
    overdrive: bool = False


@dataclass(frozen=True)
class Line:
    """What differs between the lines. scales: ascending. vos_bits: the width of PWR_CR.VOS.

    apb1_hz, apb2_hz: the most that the buses may run at without over-drive; overdrive_apb_hz:
    with it.
    """

    scales: tuple[Scale, ...]
    vos_bits: int
    plln: range
    vco_output: Limit
    apb1_hz: int
    apb2_hz: int
    overdrive_apb_hz: tuple[int, int] = (45_000_000, 90_000_000)
    pll_output: Limit = _PLL_OUTPUT


_WIDE_VCO = Limit("the VCO's output", 100_000_000, 432_000_000, "RM0090, RCC_PLLCFGR")
_F401_VCO = Limit("the VCO's output", 192_000_000, 432_000_000, "DS9716, PLL characteristics")
_F469_VCO = Limit("the VCO's output", 192_000_000, 432_000_000, "RM0386, RCC_PLLCFGR")
_UP_TO_84 = (Scale(60_000_000, 1), Scale(84_000_000, 2))
_UP_TO_100 = (Scale(64_000_000, 1), Scale(84_000_000, 2), Scale(100_000_000, 3))
_UP_TO_168 = (Scale(144_000_000, 0), Scale(168_000_000, 1))
_UP_TO_180 = (
    Scale(120_000_000, 1),
    Scale(144_000_000, 2),
    Scale(168_000_000, 3),
    Scale(180_000_000, 3, overdrive=True),
)
_N = range(50, 433)
_F401 = Line(_UP_TO_84, 2, range(192, 433), _F401_VCO, 42_000_000, 84_000_000)
_F411 = Line(_UP_TO_100, 2, _N, _WIDE_VCO, 50_000_000, 100_000_000)
_F407 = Line(_UP_TO_168, 1, _N, _WIDE_VCO, 42_000_000, 84_000_000)
_F446 = Line(_UP_TO_180, 2, _N, _WIDE_VCO, 42_000_000, 84_000_000)
_F469 = Line(_UP_TO_180, 2, _N, _F469_VCO, 42_000_000, 84_000_000)

_LINES = {"01": _F401, "05": _F407, "07": _F407, "15": _F407, "17": _F407}
_LINES |= dict.fromkeys(("10", "11", "12", "13", "23"), _F411)
_LINES |= dict.fromkeys(("27", "29", "37", "39", "46"), _F446)
_LINES |= dict.fromkeys(("69", "79"), _F469)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting of the tree from that source, those with the steadiest PLL first."""
    return settings(wish, part, _LINES[part.name[len("stm32f4") :][:2]])


def settings(wish: ClockWish, part: Part, line: Line) -> Iterator[Candidate]:
    """The same for a line with this tree, which the F7 has too."""
    source_hz = Fraction(wish.source_hz)
    oscillator = {"hse": _CRYSTAL, "hse-bypass": _BYPASS, "hsi": _HSI}[wish.source]
    core = core_limit(part)
    name = f"{SOURCE_NAMES[wish.source]} {mhz(source_hz)}"
    checks = ((oscillator, source_hz), (core, source_hz))
    yield _candidate(name, wish.source, source_hz, {"pll": 0}, line, broken(*checks))
    for m, p, n in product(_divisors(source_hz), _PLLP, line.plln):
        vco_input_hz = source_hz / m
        vco_hz = vco_input_hz * n
        output_hz = vco_hz / p
        yield _candidate(
            f"{name} / {m} x {n} / {p}",
            wish.source,
            output_hz,
            {"pll": 1, "pllm": m, "plln": n, "pllp": p, "pllq": _pllq(vco_hz)},
            line,
            broken(
                (oscillator, source_hz),
                (_VCO_INPUT, vco_input_hz),
                (line.vco_output, vco_hz),
                (line.pll_output, output_hz),
                (core, output_hz),
            ),
        )


def _divisors(source_hz: Fraction) -> list[int]:
    """PLLM: those that feed the VCO as it wants, or else the one that comes closest.

    Whole megahertz come first, as people know them from elsewhere; then the higher input, which
    jitters less (RM0090, RCC_PLLCFGR recommends 2 MHz).
    """
    good = [m for m in _PLLM if _VCO_INPUT.broken_by(source_hz / m) is None]
    good.sort(key=lambda m: ((source_hz / m) % 1_000_000 != 0, m))
    return good or [_PLLM[0] if source_hz < _VCO_INPUT.low_hz * _PLLM[0] else _PLLM[-1]]


def _pllq(vco_hz: Fraction) -> int:
    """The divisor of the output for USB and SDIO: not used, but never above its 48 MHz."""
    return min(max(2, -(-vco_hz // _MAX_48MHZ_OUTPUT_HZ)), 15)


def _scale(line: Line, hclk_hz: Fraction) -> Scale:
    """The lowest core voltage that suffices; the highest there is for an impossible clock."""
    fitting = (scale for scale in line.scales if hclk_hz <= scale.highest_hz)
    return next(fitting, line.scales[-1])


def _candidate(
    recipe: str,
    source: str,
    sysclk_hz: Fraction,
    pll: Mapping[str, int],
    line: Line,
    problems: tuple[str, ...],
) -> Candidate:
    scale = _scale(line, sysclk_hz)
    buses_hz = line.overdrive_apb_hz if scale.overdrive else (line.apb1_hz, line.apb2_hz)
    ppre1, ppre2 = (smallest_divisor(sysclk_hz, most_hz, _APB_DIVISORS) for most_hz in buses_hz)
    power = {"vos": scale.vos, "vos_bits": line.vos_bits, "overdrive": int(scale.overdrive)}
    return Candidate(
        recipe=recipe,
        source=source,
        sysclk_hz=sysclk_hz,
        hclk_hz=sysclk_hz,
        pclk1_hz=sysclk_hz / ppre1,
        pclk2_hz=sysclk_hz / ppre2,
        registers={**pll, **power, "hpre": 1, "ppre1": ppre1, "ppre2": ppre2},
        broken=problems,
    )


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: a USART runs at the clock of its bus."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
