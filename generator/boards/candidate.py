"""One setting of a clock tree, with the limits that it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.boards.facts import Part

SOURCE_NAMES = {"hse": "HSE", "hse-bypass": "HSE (external clock)", "hsi": "HSI"}
"""What a recipe calls the sources."""


@dataclass(frozen=True)
class Limit:
    """A range that a frequency must stay in. source: the document and section that says so."""

    name: str
    low_hz: int
    high_hz: int
    source: str

    def broken_by(self, frequency_hz: Fraction) -> str | None:
        """How that frequency breaks the limit, in words, or None."""
        # In whole numbers: trees have tens of thousands of settings, and fractions compare slowly.
        numerator, denominator = frequency_hz.numerator, frequency_hz.denominator
        if self.low_hz * denominator <= numerator <= self.high_hz * denominator:
            return None
        side, bound = (
            ("below", self.low_hz) if frequency_hz < self.low_hz else ("above", self.high_hz)
        )
        return f"{self.name} at {mhz(frequency_hz)} would be {side} {mhz(bound)} ({self.source})"


@dataclass(frozen=True)
class Candidate:
    """A setting of the tree.

    recipe: in words, "HSE 8 MHz x 9". registers: the family's own field names.
    hclk_hz: the core's clock. flash_hz: that of the flash, where it is slower than the core (H7).
    broken: the limits that it breaks, in words; usable when there are none.
    """

    recipe: str
    source: str
    sysclk_hz: Fraction
    hclk_hz: Fraction
    pclk1_hz: Fraction
    pclk2_hz: Fraction
    registers: Mapping[str, int]
    broken: tuple[str, ...]
    flash_hz: Fraction | None = None


def undivided(
    recipe: str,
    source: str,
    sysclk_hz: Fraction,
    registers: Mapping[str, int],
    problems: tuple[str, ...],
) -> Candidate:
    """A setting of a tree whose buses all run as fast as the core."""
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


def core_limit(part: Part) -> Limit:
    """The most that the part's core may run at."""
    return Limit("the core clock", 0, part.max_clock_hz, f"data sheet of {part.name}")


def broken(*checks: tuple[Limit, Fraction]) -> tuple[str, ...]:
    """The limits that these frequencies break, in words."""
    verdicts = (limit.broken_by(frequency_hz) for limit, frequency_hz in checks)
    return tuple(verdict for verdict in verdicts if verdict is not None)


def smallest_divisor(frequency_hz: Fraction, limit_hz: int, divisors: tuple[int, ...]) -> int:
    """The divisor that keeps a bus as fast as its limit allows; the largest if none does."""
    fitting = (divisor for divisor in divisors if frequency_hz / divisor <= limit_hz)
    return next(fitting, divisors[-1])


def mhz(frequency_hz: Fraction | int) -> str:
    """A frequency in words: "72 MHz", "8.333 MHz", and below 1 kHz "72 Hz"."""
    if frequency_hz < 1000:
        return f"{float(frequency_hz):g} Hz"
    return f"{round(float(frequency_hz) / 1e6, 3):g} MHz"
