"""Two runs of the matrix: what became slower or bigger, what better, what is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.bench.cells import Cell
from generator.bench.records import Record

WATCHED = {
    "cycles": ("inference", "cycles", "mean"),
    "flash bytes": ("flash", "used_bytes"),
    "RAM bytes": ("ram", "used_bytes"),
}


@dataclass(frozen=True)
class Change:
    """One figure of one cell. verdict: "worse" or "better" by more than the limit, or "same"."""

    cell: Cell
    figure: str
    before: float
    after: float
    verdict: Literal["worse", "better", "same"]

    @property
    def percent(self) -> float:
        """How much more than before."""
        return (self.after / self.before - 1) * 100 if self.before else float("inf")

    def __str__(self) -> str:
        return (
            f"{self.cell}: {self.figure} {self.before:,} -> {self.after:,} ({self.percent:+.2f} %)"
        )


@dataclass(frozen=True)
class Comparison:
    """lost: cells that were measured before and cannot be now, with the reason. missing: cells of
    the old run that the new one does not have. added: the other way round.
    """

    limit_percent: float
    changes: tuple[Change, ...]
    lost: tuple[Record, ...]
    missing: tuple[Cell, ...]
    added: tuple[Cell, ...]

    @property
    def worse(self) -> tuple[Change, ...]:
        """What became slower or bigger, the worst first."""
        found = (change for change in self.changes if change.verdict == "worse")
        return tuple(sorted(found, key=lambda change: -change.percent))

    @property
    def better(self) -> tuple[Change, ...]:
        """What became faster or smaller, the best first."""
        found = (change for change in self.changes if change.verdict == "better")
        return tuple(sorted(found, key=lambda change: change.percent))

    @property
    def regressed(self) -> bool:
        """Whether anything became worse, or cannot be measured any more."""
        return bool(self.worse or self.lost)


def compare(
    old: Mapping[Cell, Record], new: Mapping[Cell, Record], limit_percent: float
) -> Comparison:
    """Cell by cell, figure by figure."""
    both = [cell for cell in old if cell in new]
    changes = [change for cell in both for change in _changes(old[cell], new[cell], limit_percent)]
    lost = tuple(
        new[cell]
        for cell in both
        if old[cell].status == "measured" and new[cell].status != "measured"
    )
    missing = tuple(cell for cell in old if cell not in new)
    added = tuple(cell for cell in new if cell not in old)
    return Comparison(limit_percent, tuple(changes), lost, missing, added)


def _changes(old: Record, new: Record, limit_percent: float) -> Iterator[Change]:
    for name, path in WATCHED.items():
        before, after = old.figure(*path), new.figure(*path)
        if before is not None and after is not None:
            yield Change(old.cell, name, before, after, _verdict(before, after, limit_percent))


def _verdict(
    before: float, after: float, limit_percent: float
) -> Literal["worse", "better", "same"]:
    if after > before * (1 + limit_percent / 100):
        return "worse"
    return "better" if after < before * (1 - limit_percent / 100) else "same"
