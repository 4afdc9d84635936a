"""The tree that the L4, G0, G4 and WB share: RCC_PLLCFGR with M, N and R, and no bus divided.

Which divisors and factors there are, and between which frequencies, differs; each family says so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    undivided,
)
from generator.boards.clock_trees._msi import Msi
from generator.boards.facts import ClockWish, Part

_NAMES = SOURCE_NAMES | {"msi": "MSI", "hsi": "HSI16"}


@dataclass(frozen=True)
class PllTree:
    """A family's oscillators and PLL.

    oscillators: source -> its limit; the MSI has ranges instead.
    pllm, plln, pllr: what the fields of PLLCFGR can hold, f = source / M * N / R.
    """

    oscillators: Mapping[str, Limit]
    pllm: Sequence[int]
    plln: Sequence[int]
    pllr: Sequence[int]
    vco_input: Limit
    vco_output: Limit
    msi: Msi | None = None

    def candidates(
        self,
        wish: ClockWish,
        part: Part,
        power: Callable[[Fraction], Mapping[str, int]] = lambda _: {},
    ) -> Iterator[Candidate]:
        """Every setting from that source, the highest PLL input first.

        power: what else a core clock asks for, as registers.
        """
        source_hz = Fraction(wish.source_hz)
        origin, start = self._origin(wish)
        core = core_limit(part)
        name = f"{_NAMES[wish.source]} {mhz(source_hz)}"
        direct = {"pll": 0, **start, **power(source_hz)}
        problems = origin + broken((core, source_hz))
        yield undivided(name, wish.source, source_hz, direct, problems)
        for m, r, n in product(self.pllm, self.pllr, self.plln):
            vco_input_hz = source_hz / m
            vco_hz = vco_input_hz * n
            checks = ((self.vco_input, vco_input_hz), (self.vco_output, vco_hz), (core, vco_hz / r))
            divided = f" / {m}" if m > 1 else ""
            yield undivided(
                f"{name}{divided} x {n} / {r}",
                wish.source,
                vco_hz / r,
                {"pll": 1, "pllm": m, "plln": n, "pllr": r, **start, **power(vco_hz / r)},
                origin + broken(*checks),
            )

    def _origin(self, wish: ClockWish) -> tuple[tuple[str, ...], Mapping[str, int]]:
        """What is wrong with the source itself, and what it takes to start it."""
        if wish.source == "msi" and self.msi:
            return self.msi.problems(wish.source_hz), self.msi.start(wish.source_hz)
        return broken((self.oscillators[wish.source], Fraction(wish.source_hz))), {}
