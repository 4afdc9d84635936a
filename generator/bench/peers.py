"""What others published for the same model on the same core: `peers.yaml`."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.bench.records import Record

FILE = Path(__file__).with_name("peers.yaml")
_MOST_DIFFERENT_CLOCKS = 0.01  # as a share; the nearest clock that a board can reach counts


@dataclass(frozen=True)
class Peer:
    """One published figure. what it holds is None where it was not published.

    model: the word of a task, whose float network counts too; model_sha256: of the file; one of
    the two is "".
    """

    who: str
    core: str
    source: str
    model: str = ""
    model_sha256: str = ""
    clock_mhz: float | None = None
    milliseconds: float | None = None
    instructions: int | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None

    @property
    def cycles(self) -> float | None:
        """Of one inference."""
        if self.milliseconds is None or self.clock_mhz is None:
            return None
        return self.milliseconds * self.clock_mhz * 1e3


@dataclass(frozen=True)
class Beside:
    """A peer beside a record of ours. speed: their time over ours, above 1 where ours is faster.

    same_clock: whether both ran at one clock; where not, cycles are compared.
    """

    peer: Peer
    speed: float | None
    same_clock: bool


def beside(record: Record) -> list[Beside]:
    """What was published for a measured record's model and core.

    Figures at other clocks only where nobody has published any at this one.
    """
    found = [_beside(record, peer) for peer in every() if _matches(record, peer)]
    at_this_clock = {each.peer.who for each in found if each.same_clock}
    return [each for each in found if each.same_clock or each.peer.who not in at_this_clock]


def _matches(record: Record, peer: Peer) -> bool:
    if record.measurement is None or record.figure("core") != peer.core:
        return False
    word = record.cell.model.lower().replace("_", "-").removesuffix("-float")
    return peer.model == word or peer.model_sha256 == record.model_sha256


def _beside(record: Record, peer: Peer) -> Beside:
    ours, clock_hz = record.figure("inference", "cycles", "mean"), record.figure("clock_hz")
    same_clock = (
        peer.clock_mhz is not None
        and abs(peer.clock_mhz * 1e6 / clock_hz - 1) < _MOST_DIFFERENT_CLOCKS
    )
    theirs = peer.cycles
    if theirs is None and peer.instructions is not None:
        theirs, ours = peer.instructions, record.figure("inference", "instructions")
    speed = theirs / ours if theirs and ours else None
    return Beside(peer, speed, same_clock)


@functools.cache
def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return document


def every() -> list[Peer]:
    """All of them, as they stand in the file."""
    return [Peer(**figure) for figure in _document()["figures"]]


def source(name: str) -> str:
    """Where figures come from, in words."""
    return str(_document()["sources"][name])
