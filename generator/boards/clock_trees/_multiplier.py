"""The tree that the F0 and F1 share: a divisor in front of a PLL that multiplies by 2 to 16."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from generator.boards.candidate import SOURCE_NAMES, Candidate, Limit, broken, core_limit, mhz
from generator.boards.facts import ClockWish, Part

_FACTORS = range(2, 17)
_HSI_DIVISORS = (2,)
"""HSI enters the PLL halved on every line (RM0008, "PLL"); some of the F0 could divide it
otherwise."""

MakeCandidate = Callable[[str, str, Fraction, Mapping[str, int], tuple[str, ...]], Candidate]
"""Adds the buses to (recipe, source, SYSCLK, registers, what is wrong)."""


@dataclass(frozen=True)
class MultiplierTree:
    """A family's oscillators, by source, and its PLL. hse_divisors: what can divide the HSE."""

    oscillators: Mapping[str, Limit]
    pll_input: Limit
    pll_output: Limit
    hse_divisors: Sequence[int]

    def candidates(self, wish: ClockWish, part: Part, make: MakeCandidate) -> Iterator[Candidate]:
        """Every setting from that source, the least divided first."""
        source_hz = Fraction(wish.source_hz)
        oscillator = self.oscillators[wish.source]
        core = core_limit(part)
        name = f"{SOURCE_NAMES[wish.source]} {mhz(source_hz)}"
        checks = ((oscillator, source_hz), (core, source_hz))
        yield make(name, wish.source, source_hz, {"pll": 0}, broken(*checks))
        divisors = _HSI_DIVISORS if wish.source == "hsi" else self.hse_divisors
        for divisor, factor in product(divisors, _FACTORS):
            input_hz = source_hz / divisor
            output_hz = input_hz * factor
            divided = f" / {divisor}" if divisor > 1 else ""
            yield make(
                f"{name}{divided} x {factor}",
                wish.source,
                output_hz,
                {"pll": 1, "pllmul": factor, "prediv": divisor},
                broken(
                    (oscillator, source_hz),
                    (self.pll_input, input_hz),
                    (self.pll_output, output_hz),
                    (core, output_hz),
                ),
            )
