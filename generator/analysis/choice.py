"""Which boards meet a wish, and why the others do not."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from generator.energy import Energy
from generator.figures import figure

Answer = Literal["yes", "likely", "no"]


@dataclass(frozen=True)
class Limits:
    """The most that is allowed; None where nothing was asked."""

    milliseconds: float | None = None
    energy_uj: float | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A model on a board at a clock. fits: the part's memory. band_percent: of the time.

    part_flash_bytes, part_ram_bytes: of the part; flash_bytes, ram_bytes: what is needed of them.
    """

    board: str
    part: str
    core: str
    clock_hz: int
    goal: str
    fits: bool
    flash_bytes: int
    part_flash_bytes: int
    ram_bytes: int
    part_ram_bytes: int
    milliseconds: float
    band_percent: float
    energy: Energy | None


@dataclass(frozen=True)
class Verdict:
    """A candidate judged. answer: "likely" where the estimate meets the wish but not all its band.

    reasons: why not, or what is in doubt.
    """

    candidate: Candidate
    answer: Answer
    reasons: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The figures as plain values."""
        return asdict(self)


def judge(candidate: Candidate, limits: Limits) -> Verdict:
    """Whether a candidate meets the limits."""
    short, doubtful = list(_short(candidate, limits)), list(_doubtful(candidate, limits))
    answer: Answer = "no" if short else "likely" if doubtful else "yes"
    return Verdict(candidate, answer, tuple(short or doubtful))


def ranked(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that meet the wish first; of them the smallest part, then the slowest clock, first.

    Smaller parts cost less; prices themselves are not known here.
    """

    def cost(verdict: Verdict) -> tuple[bool, int, int, int]:
        c = verdict.candidate
        return verdict.answer == "no", c.part_flash_bytes, c.part_ram_bytes, c.clock_hz

    return sorted(verdicts, key=cost)


def best_of_each_board(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """One verdict for each board: the slowest clock that meets the wish, or else the fastest.

    A clock that surely meets it is taken before one that only likely does.
    """
    boards = dict.fromkeys(verdict.candidate.board for verdict in verdicts)
    every = {b: [v for v in verdicts if v.candidate.board == b] for b in boards}
    return [_best(found) for found in every.values()]


def _best(found: Sequence[Verdict]) -> Verdict:
    by_clock = sorted(found, key=lambda v: v.candidate.clock_hz)
    for answer in ("yes", "likely"):
        meeting = [verdict for verdict in by_clock if verdict.answer == answer]
        if meeting:
            return meeting[0]
    return by_clock[-1]


def _short(c: Candidate, limits: Limits) -> Iterator[str]:
    """What is surely or probably above its limit."""
    if not c.fits:
        yield from _does_not_fit(c)
    if limits.flash_bytes is not None and c.flash_bytes > limits.flash_bytes:
        yield f"{c.flash_bytes:,} bytes of flash"
    if limits.ram_bytes is not None and c.ram_bytes > limits.ram_bytes:
        yield f"{c.ram_bytes:,} bytes of RAM"
    if limits.milliseconds is not None and c.milliseconds > limits.milliseconds:
        yield f"about {figure(c.milliseconds)} ms"
    if limits.energy_uj is None:
        return
    if c.energy is None:
        yield "what it draws is unknown"
    elif c.energy.estimate_uj > limits.energy_uj:
        yield f"about {figure(c.energy.estimate_uj / 1e3)} mJ"


def _does_not_fit(c: Candidate) -> Iterator[str]:
    over_flash = c.flash_bytes - c.part_flash_bytes
    over_ram = c.ram_bytes - c.part_ram_bytes
    if over_flash > 0:
        yield f"{over_flash:,} bytes of flash are missing"
    if over_ram > 0:
        yield f"{over_ram:,} bytes of RAM are missing"
    if over_flash <= 0 and over_ram <= 0:
        yield "no single RAM of it is large enough"


def _doubtful(c: Candidate, limits: Limits) -> Iterator[str]:
    """Where the limit lies within the band."""
    most_ms = c.milliseconds * (1 + c.band_percent / 100)
    if limits.milliseconds is not None and most_ms > limits.milliseconds:
        yield f"may take up to {figure(most_ms)} ms"
    if limits.energy_uj is not None and c.energy and c.energy.most_uj > limits.energy_uj:
        yield f"may take up to {figure(c.energy.most_uj / 1e3)} mJ"
