"""On which boards a model fits, and how much is left there."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator import fit, pipeline, source
from generator.boards.facts import Board


@dataclass(frozen=True)
class Verdict:
    """A model on a board, in bytes. free: what is left, below 0 what is missing.

    flash_bytes: within ESTIMATE_PERCENT of the code's share. ram_bytes: the least stack included.
    """

    board: str
    fits: bool
    flash_bytes: int
    flash_free_bytes: int
    ram_bytes: int
    ram_free_bytes: int
    arena_in: str
    stack_in: str


def verdicts(model: str, candidates: Sequence[Board]) -> list[Verdict]:
    """Each board's verdict. Raises ModelError for a model that cannot be computed anywhere."""
    return [_verdict(design) for design in pipeline.designs(source.source(model), candidates)]


def _verdict(design: pipeline.Design) -> Verdict:
    need, board, placement = design.need, design.board, design.placement
    return Verdict(
        board=board.name,
        fits=fit.fits(need, board),
        flash_bytes=need.flash_bytes,
        flash_free_bytes=board.part.flash.size_bytes - need.flash_bytes,
        ram_bytes=need.ram_bytes,
        ram_free_bytes=placement.capacity_bytes - need.ram_bytes,
        arena_in=placement.arena_name,
        stack_in=placement.main.name,
    )


def render(model: str, found: Sequence[Verdict]) -> RenderableType:
    """The verdicts as a table, those that fit first."""
    table = Table("board", "", "flash", "flash left", "RAM", "RAM left", "arena in", "stack in")
    table.title, table.title_justify = f"{model}: bytes needed and left", "left"
    for column in (2, 3, 4, 5):
        table.columns[column].justify = "right"
    for each in sorted(found, key=lambda v: (not v.fits, v.board)):
        table.add_row(
            each.board,
            Text("fits", style="green") if each.fits else Text("too small", style="red"),
            f"{each.flash_bytes:,}",
            f"{each.flash_free_bytes:,}",
            f"{each.ram_bytes:,}",
            f"{each.ram_free_bytes:,}",
            each.arena_in if each.fits else "-",
            each.stack_in if each.fits else "-",
        )
    note = f"Weights and arena are exact; code is an estimate, ±{fit.ESTIMATE_PERCENT} %."
    return Group(table, Text(note))


def facts(found: Sequence[Verdict]) -> dict[str, Any]:
    """The same for programs."""
    return {"boards": [asdict(verdict) for verdict in found]}
