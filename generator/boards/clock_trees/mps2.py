"""The clock of Arm's MPS2 board, which is fixed. Source: application notes AN385, AN386, AN505."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.boards.candidate import Candidate, undivided
from generator.boards.facts import ClockWish, Part

FALLBACK = ClockWish("fixed", 25_000_000, 0)
AFTER_RESET = ClockWish("fixed", 25_000_000, 25_000_000)
SOURCES = ("fixed",)

CONSOLES: Mapping[str, str] = {"uart0": ""}


def candidates(wish: ClockWish, part: Part) -> Iterator[Candidate]:
    """The only one."""
    del part
    yield undivided("the board's clock", wish.source, Fraction(wish.source_hz), {}, ())


def console_clock(peripheral: str) -> str:
    """Which clock feeds the baud-rate generator."""
    del peripheral
    return "pclk1"
