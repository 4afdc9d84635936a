"""The clock tree of the STM32H72x to H75x: PLL1 drives the core, AXI and buses run at half.

Sources: RM0433 (H742, H743, H750, H753), RM0468 (H723 to H735), RM0399 (H745 to H757): "Clocks",
"RCC PLLs configuration register", "Voltage scaling"; limits from the data sheets' "General
operating conditions" and "PLL characteristics" (DS12110 H743, DS13313 H723, DS12930 H747).
ST's stm32h7xx_ll_utils.c ends the VCO at 836 MHz on every line, as revision Y of the H743 does.
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
from generator.errors import BoardError

FALLBACK = ClockWish("hsi", 64_000_000, 0)
AFTER_RESET = ClockWish("hsi", 64_000_000, 64_000_000)
SOURCES = ("hse", "hse-bypass", "hsi")

CONSOLES: Mapping[str, str] = {
    "usart1": "APB2ENR",
    "usart2": "APB1LENR",
    "usart3": "APB1LENR",
    "uart4": "APB1LENR",
    "uart5": "APB1LENR",
    "usart6": "APB2ENR",
    "lpuart1": "APB4ENR",
}

_APB_DIVISORS = (1, 2, 4, 8, 16)
_DIVM = range(1, 64)

_HSI = Limit("HSI", 64_000_000, 64_000_000, "RM0433, HSI oscillator")
_CRYSTAL = Limit("the crystal", 4_000_000, 48_000_000, "DS12110, HSE oscillator")
_BYPASS = Limit("the external clock", 4_000_000, 50_000_000, "DS12110, HSE external clock")
_VCO_INPUT = Limit("the VCO's input", 2_000_000, 16_000_000, "RM0433, RCC_PLLCFGR, wide range")


@dataclass(frozen=True)
class _Scale:
    """A core voltage: the most that core, AXI and APB may run at, and its code in PWR_D3CR.VOS.

    oden: whether SYSCFG_PWRCR.ODEN raises it further, as the H74x and H75x make VOS0 of VOS1.
    """

    core_hz: int
    axi_hz: int
    apb_hz: int
    vos: int
    oden: bool = False


@dataclass(frozen=True)
class _Line:
    """What differs between the lines. scales: ascending; the last one needs the LDO.

    boost_above_hz: from here on the option byte CPUFREQ_BOOST must be set, or None.
    """

    scales: tuple[_Scale, ...]
    divn: range
    divp: tuple[int, ...]
    vco_output: Limit
    boost_above_hz: int | None = None


_VOS1 = _Scale(400_000_000, 200_000_000, 100_000_000, vos=3)
_EVEN = tuple(range(2, 34, 2))
_H743 = _Line(
    (_VOS1, _Scale(480_000_000, 240_000_000, 120_000_000, vos=3, oden=True)),
    range(4, 513),
    _EVEN,
    Limit("the VCO's output", 192_000_000, 960_000_000, "DS12110, PLL characteristics, revision V"),
)
_H723 = _Line(
    (_VOS1, _Scale(550_000_000, 275_000_000, 137_500_000, vos=0)),
    range(8, 421),
    (1, *_EVEN),
    Limit("the VCO's output", 192_000_000, 836_000_000, "DS13313, PLL characteristics"),
    boost_above_hz=520_000_000,
)
_LINES = dict.fromkeys(("742", "743", "745", "747", "750", "753", "755", "757"), _H743)
_LINES |= dict.fromkeys(("723", "725", "730", "733", "735"), _H723)


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """Every setting that makes the wished clock from that source, then a choice of others.

    Raises BoardError for other lines of the H7.
    """
    line = _line(part)
    source_hz = Fraction(wish.source_hz)
    oscillator = {"hse": _CRYSTAL, "hse-bypass": _BYPASS, "hsi": _HSI}[wish.source]
    core = _core_limit(wish, part, line)
    name = f"{SOURCE_NAMES[wish.source]} {mhz(source_hz)}"
    checks = ((oscillator, source_hz), (core, source_hz))
    yield _candidate(name, wish.source, source_hz, {"pll": 0}, line, broken(*checks))
    for m, p, n in _factors(wish, line):
        vco_input_hz = source_hz / m
        vco_hz = vco_input_hz * n
        yield _candidate(
            f"{name} / {m} x {n} / {p}",
            wish.source,
            vco_hz / p,
            {"pll": 1, "divm": m, "divn": n, "divp": p, "rge": _input_range(vco_input_hz)},
            line,
            broken(
                (oscillator, source_hz),
                (_VCO_INPUT, vco_input_hz),
                (line.vco_output, vco_hz),
                (core, vco_hz / p),
            ),
        )


def _factors(wish: ClockWish, line: _Line) -> Iterator[tuple[int, int, int]]:
    """(DIVM, DIVP, DIVN): all that make the wished clock, then every DIVN at the best DIVM."""
    divisors = _divisors(Fraction(wish.source_hz))
    for m, p in product(divisors, line.divp):
        n, remainder = divmod(wish.sysclk_hz * m * p, wish.source_hz)
        if not remainder and n in line.divn:
            yield m, p, n
    yield from product(divisors[:1], line.divp, line.divn)


def _line(part: Part) -> _Line:
    number = part.name[len("stm32h") :][:3]
    if number not in _LINES:
        raise BoardError(
            f"The clock tree of {part.name} is not described; of the STM32H7, the H72x to H75x are."
        )
    if part.core != "cortex-m7":
        raise BoardError(
            f"{part.name} is the second core, which the first one starts and clocks.",
            where="part",
            hint=f"The first is {part.name.partition('@')[0]}@m7.",
        )
    return _LINES[number]


def _core_limit(wish: ClockWish, part: Part, line: _Line) -> Limit:
    """The highest core clock with that supply and source."""
    if wish.supply == "smps":
        highest_hz = line.scales[0].core_hz
        return Limit("the core clock", 0, highest_hz, "RM0399, VOS0 needs the LDO, not the SMPS")
    if wish.source == "hsi" and line.boost_above_hz:
        # What to fall back on must work whether the option byte is set or not.
        return Limit("the core clock", 0, line.boost_above_hz, "RM0468, without CPUFREQ_BOOST")
    return core_limit(part)


def _divisors(source_hz: Fraction) -> list[int]:
    """DIVM: those that feed the VCO as it wants, the highest input first, which jitters least."""
    good = [m for m in _DIVM if _VCO_INPUT.broken_by(source_hz / m) is None]
    return good or [_DIVM[0] if source_hz < _VCO_INPUT.low_hz else _DIVM[-1]]


def _input_range(vco_input_hz: Fraction) -> int:
    """PLL1RGE: 2 to 4 MHz, 4 to 8 MHz, 8 to 16 MHz."""
    return 1 if vco_input_hz < 4_000_000 else 2 if vco_input_hz < 8_000_000 else 3


def _scale(line: _Line, core_hz: Fraction) -> _Scale:
    """The lowest core voltage that suffices; the highest there is for an impossible clock."""
    fitting = (scale for scale in line.scales if core_hz <= scale.core_hz)
    return next(fitting, line.scales[-1])


def _candidate(
    recipe: str,
    source: str,
    core_hz: Fraction,
    pll: Mapping[str, int],
    line: _Line,
    problems: tuple[str, ...],
) -> Candidate:
    scale = _scale(line, core_hz)
    boost = line.boost_above_hz is not None and core_hz > line.boost_above_hz
    hpre = smallest_divisor(core_hz, scale.axi_hz, (1, 2))
    axi_hz = core_hz / hpre
    ppre = smallest_divisor(axi_hz, scale.apb_hz, _APB_DIVISORS)
    power = {"vos": scale.vos, "oden": int(scale.oden), "boost": int(boost)}
    return Candidate(
        recipe=f"{recipe}, CPUFREQ_BOOST" if boost else recipe,
        source=source,
        sysclk_hz=core_hz,
        hclk_hz=core_hz,
        pclk1_hz=axi_hz / ppre,
        pclk2_hz=axi_hz / ppre,
        registers={**pll, **power, "hpre": hpre, "ppre": ppre},
        broken=problems,
        flash_hz=axi_hz,
    )


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator: after reset that of the bus, here all alike."""
    return "pclk2" if CONSOLES[peripheral] == "APB2ENR" else "pclk1"
