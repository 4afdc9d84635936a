"""`generator boards`: the boards that can be named."""

from typing import Any

import click
from rich.table import Table

from generator import boards
from generator.boards.facts import Board
from generator.cli._options import json_option
from generator.cli._screen import out, write_json


@click.command("boards")
@json_option
def command(json_file: Any) -> None:
    """List the boards."""
    known = [boards.load(name) for name in boards.names()]
    table = Table("board", "part", "core", "MHz", "flash KiB", "RAM KiB", "also called")
    for column in (3, 4, 5):
        table.columns[column].justify = "right"
    for board in known:
        table.add_row(
            board.name,
            board.part.name,
            board.part.core,
            f"{board.clock.hclk_hz / 1e6:g}",
            f"{board.part.flash.size_bytes // 1024}",
            f"{board.part.ram_bytes // 1024}",
            ", ".join(board.aliases),
        )
    out.print(table)
    write_json(json_file, {"boards": [_facts(board) for board in known]})


def _facts(board: Board) -> dict[str, Any]:
    return {
        "name": board.name,
        "aliases": list(board.aliases),
        "part": board.part.name,
        "core": board.part.core,
        "clock_hz": board.clock.hclk_hz,
        "flash_bytes": board.part.flash.size_bytes,
        "ram_bytes": board.part.ram_bytes,
    }
