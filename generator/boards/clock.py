"""The clock solver: from a wish to register settings that keep every limit of the part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol, cast

from generator.boards.baud import divider
from generator.boards.candidate import Candidate, mhz
from generator.boards.facts import Clock, ClockWish, Part
from generator.discover import module, module_names
from generator.errors import BoardError, nearest

_TREES = "generator.boards.clock_trees"


class ClockTree(Protocol):
    """What a module of `generator/boards/clock_trees/` offers.

    FALLBACK: the internal oscillator to use when the wished source fails.
    AFTER_RESET: what the part runs from before any register is written.
    SOURCES: the sources that a wish may name.
    CONSOLES: serial port -> the RCC register that holds its enable bit.
    """

    FALLBACK: ClockWish
    AFTER_RESET: ClockWish
    SOURCES: tuple[str, ...]
    CONSOLES: Mapping[str, str]

    def candidates(self, wish: ClockWish, part: Part) -> Iterator[Candidate]:
        """Every setting that the tree has, the preferred ones first, good and bad.

        A tree with too many may give those that make the wished clock, and a choice of the rest.
        """

    def console_clock(self, peripheral: str) -> str:
        """Which clock feeds that serial port: "pclk1" or "pclk2"."""


def tree(family: str) -> ClockTree:
    """The clock tree of a chip family; raises BoardError when it is not described."""
    known = module_names(_TREES)
    if family not in known:
        described = (name for name in known if name.startswith("stm32"))  # not QEMU's boards
        raise BoardError(
            f"The chip family {family} is not described; these are: {', '.join(described)}."
        )
    return cast(ClockTree, module(_TREES, family, "clock tree"))


def solve(wish: ClockWish, part: Part, console: str, baud: int) -> Clock:
    """The preferred setting that gives exactly the wished clock, with its fall-backs.

    console: the serial port whose baud rate must come out within 2 %.
    The fall-back is the internal oscillator, as near to the wish from below as it goes; the last
    one is the clock that the part starts with. Raises BoardError, naming the limit that stops it.
    """
    return _Search(part, tree(part.family), console, baud).solve(wish)


def fastest(wish: ClockWish, part: Part, console: str, baud: int) -> int:
    """The highest core clock in Hz up to the wished one that this source can give.

    Raises BoardError, naming the limit, when it gives none.
    """
    search = _Search(part, tree(part.family), console, baud)
    search.check_names(wish)
    best = search.fastest(wish)
    return int(best.sysclk_hz) if best else search.solve(wish).sysclk_hz


def internal_source(part: Part) -> ClockWish:
    """The internal oscillator, for a board without a crystal."""
    return tree(part.family).FALLBACK


def wait_states(part: Part, flash_hz: Fraction | int) -> int:
    """The wait states that the flash needs at this clock of its own, from the part's table."""
    return next(states for highest_hz, states in part.wait_states if flash_hz <= highest_hz)


def _flash_hz(candidate: Candidate) -> Fraction:
    return candidate.flash_hz or candidate.hclk_hz


@dataclass(frozen=True)
class _Search:
    """What every setting of one tree is judged by."""

    part: Part
    tree: ClockTree
    console: str
    baud: int

    def solve(self, wish: ClockWish) -> Clock:
        self.check_names(wish)
        return self._clock(self._exactly(wish), self._fallback(wish))

    def check_names(self, wish: ClockWish) -> None:
        """Raises BoardError for a source, supply or console that the part does not have."""
        if wish.source not in self.tree.SOURCES:
            raise BoardError(
                f"{self.part.name} has no clock source {wish.source!r}.",
                where="clock.source",
                hint=nearest(wish.source, self.tree.SOURCES),
            )
        if wish.supply not in self.part.supplies:
            raise BoardError(
                f"{self.part.name} has no {wish.supply.upper()}.",
                where="clock.supply",
                hint=f"Its supply is {' or '.join(self.part.supplies)}.",
            )
        if self.console not in self.tree.CONSOLES:
            raise BoardError(
                f"A console on {self.console!r} of {self.part.name} is not supported.",
                where="console.peripheral",
                hint=nearest(self.console, sorted(self.tree.CONSOLES)),
            )

    def _exactly(self, wish: ClockWish) -> Candidate:
        chosen = self._first_usable(wish, wish.sysclk_hz)
        if chosen is not None:
            return chosen
        everything = list(self.tree.candidates(wish, self.part))
        raise BoardError(
            f"{self.part.name} cannot run at {mhz(wish.sysclk_hz)} from {wish.source} "
            f"{mhz(wish.source_hz)}: {self._why_not(wish, everything)}.",
            where="clock.sysclk_hz",
            hint=self._nearest_clocks(wish, everything),
        )

    def _first_usable(self, source: ClockWish, sysclk_hz: int) -> Candidate | None:
        """The preferred setting for that clock; trees are large, so it stops at the first."""
        everything = self.tree.candidates(source, self.part)
        exact = (c for c in everything if c.sysclk_hz == sysclk_hz)
        return next((c for c in exact if not self._problems(c)), None)

    def _problems(self, candidate: Candidate) -> tuple[str, ...]:
        """The limits that a candidate breaks, the console's baud rate among them."""
        hertz = (candidate.hclk_hz, candidate.pclk1_hz, candidate.pclk2_hz)
        if any(frequency_hz.denominator != 1 for frequency_hz in hertz):
            return (*candidate.broken, "its bus clocks are not whole numbers of hertz")
        if _flash_hz(candidate) > self.part.wait_states[-1][0]:
            return (*candidate.broken, "no flash wait states are known for that clock")
        kernel_clock_hz = self._console_hz(candidate)
        reached = divider(self.console, kernel_clock_hz, self.baud)
        if reached.usable:
            return candidate.broken
        if not reached.in_range:
            fault = f"{self.console} cannot divide {mhz(kernel_clock_hz)} down to {self.baud} baud"
        else:
            fault = f"{self.console} would be {float(reached.error):+.1%} off {self.baud} baud"
        return (*candidate.broken, fault)

    def _console_hz(self, candidate: Candidate) -> int:
        buses = {"pclk1": candidate.pclk1_hz, "pclk2": candidate.pclk2_hz}
        return int(buses[self.tree.console_clock(self.console)])

    def _why_not(self, wish: ClockWish, everything: list[Candidate]) -> str:
        if wish.sysclk_hz > self.part.max_clock_hz:
            return f"its maximum is {mhz(self.part.max_clock_hz)}"
        always = [b for b in everything[0].broken if all(b in c.broken for c in everything)]
        if always:
            return " and ".join(always)
        exact = [c for c in everything if c.sysclk_hz == wish.sysclk_hz]
        if not exact:
            return "no setting of the PLL gives exactly that"
        complaints = [self._problems(candidate) for candidate in exact]
        fewest = min(complaints, key=len)
        return " and ".join(fewest)

    def _nearest_clocks(self, wish: ClockWish, everything: list[Candidate]) -> str | None:
        usable = {c.sysclk_hz for c in everything if not self._problems(c)}
        below = max((hz for hz in usable if hz < wish.sysclk_hz), default=None)
        above = min((hz for hz in usable if hz > wish.sysclk_hz), default=None)
        near = [mhz(hz) for hz in (below, above) if hz is not None]
        return f"The nearest that can be had: {' and '.join(near)}." if near else None

    def _fallback(self, wish: ClockWish) -> Clock | None:
        reset = self.tree.AFTER_RESET
        if (wish.source, wish.sysclk_hz) == (reset.source, reset.sysclk_hz):
            return None
        last = self._clock(self._after_reset(wish.supply), None)
        best = self._fastest_internal(wish)
        if best is None or wish.source == self.tree.FALLBACK.source or best.recipe == last.recipe:
            return last
        return self._clock(best, last)

    def _after_reset(self, supply: str) -> Candidate:
        """The last resort. It counts even if a fast console is out of its reach."""
        reset = replace(self.tree.AFTER_RESET, supply=supply)
        everything = self.tree.candidates(reset, self.part)
        return next(c for c in everything if c.sysclk_hz == reset.sysclk_hz and not c.broken)

    def _fastest_internal(self, wish: ClockWish) -> Candidate | None:
        """The best that the internal oscillator can do without going above the wish."""
        source = replace(self.tree.FALLBACK, sysclk_hz=wish.sysclk_hz, supply=wish.supply)
        return self.fastest(source)

    def fastest(self, wish: ClockWish) -> Candidate | None:
        """The best that the wish's source can do without going above the wish."""
        same = self._first_usable(wish, wish.sysclk_hz)
        if same is not None:
            return same
        usable = (
            candidate
            for candidate in self.tree.candidates(wish, self.part)
            if candidate.sysclk_hz <= wish.sysclk_hz and not self._problems(candidate)
        )
        return max(usable, key=lambda candidate: candidate.sysclk_hz, default=None)

    def _clock(self, chosen: Candidate, fallback: Clock | None) -> Clock:
        return Clock(
            source=chosen.source,
            sysclk_hz=int(chosen.sysclk_hz),
            hclk_hz=int(chosen.hclk_hz),
            pclk1_hz=int(chosen.pclk1_hz),
            pclk2_hz=int(chosen.pclk2_hz),
            usart_hz=self._console_hz(chosen),
            wait_states=wait_states(self.part, _flash_hz(chosen)),
            registers=chosen.registers,
            fallback=fallback,
            recipe=chosen.recipe,
        )
