"""`generator boards`: the boards that can be named, one of them, or those that a model fits."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from generator import boards
from generator.boards.facts import Board
from generator.cli import _board_fits, _board_page
from generator.cli._board import SUPPLIES, bare_part
from generator.cli._options import json_option
from generator.cli._screen import out, say, write_json, write_text
from generator.errors import RequestError, nearest
from generator.render import board_file

_KIB = 1024


@click.command("boards")
@click.argument("name", required=False)
@click.option("--core", metavar="CORE", help="Only those with this core: m4, cortex-m4.")
@click.option("--min-flash", type=int, default=0, metavar="KIB", help="With this much flash.")
@click.option("--min-ram", type=int, default=0, metavar="KIB", help="With this much RAM.")
@click.option("--fits", "model", metavar="MODEL", help="Where this model fits, and what is left.")
@click.option("--new", "new", metavar="NAME", help="Write NAME.yaml, a board file to start from.")
@click.option("--mcu", metavar="PART", help="With --new: for this part.")
@click.option("--hse", type=float, metavar="MHZ", help="With --mcu: its crystal.")
@click.option("--console", metavar="PORT:TX,RX", help="With --mcu: its serial port.")
@click.option("--supply", type=SUPPLIES, help="With --mcu: what feeds its core.")
@json_option
def command(
    name: str | None,
    core: str | None,
    min_flash: int,
    min_ram: int,
    model: str | None,
    new: str | None,
    mcu: str | None,
    hse: float | None,
    console: str | None,
    supply: str | None,
    json_file: Path | None,
) -> None:
    """List the boards; with NAME, show one: its memory map, clocks, wiring and sources."""
    if new is not None:
        path = _write_new(new, _new_text(mcu, hse, console, supply))
        write_json(json_file, {"file": str(path)})
        return
    if any(word is not None for word in (mcu, hse, console, supply)):
        raise RequestError("--mcu and what describes it go with --new.")
    if name is not None:
        board = boards.load(name)
        out.print(_board_page.render(board))
        write_json(json_file, _board_page.facts(board))
        return
    core = _core(core)
    chosen = [b for b in _all() if _passes(b, core, min_flash * _KIB, min_ram * _KIB)]
    if model is not None:
        verdicts = _board_fits.verdicts(model, chosen)
        out.print(_board_fits.render(model, verdicts))
        write_json(json_file, _board_fits.facts(verdicts))
        return
    out.print(_list(chosen))
    write_json(json_file, {"boards": [_row(board) for board in chosen]})


def _new_text(mcu: str | None, hse: float | None, console: str | None, supply: str | None) -> str:
    """The text of a new board file."""
    if mcu is not None:
        return bare_part(mcu, hse, console, None, supply)
    if any(word is not None for word in (hse, console, supply)):
        raise RequestError("--hse, --console and --supply describe a bare part and go with --mcu.")
    return board_file.example()


def _write_new(name: str, text: str) -> Path:
    path = Path(name if name.endswith(".yaml") else f"{name}.yaml")
    if path.exists():
        raise RequestError("This file exists already.", where=str(path))
    boards.load_text(path.stem, text)
    write_text(path, text)
    say(f"{path} is written. Change what differs, then: generator MODEL --board-file {path}")
    return path


def _all() -> list[Board]:
    return [boards.load(name) for name in boards.names()]


def _core(name: str | None) -> str | None:
    """The core as parts name it; raises RequestError for one that no board has."""
    if name is None:
        return None
    core = f"cortex-{name.lower().removeprefix('cortex-').replace('+', 'plus')}"
    cores = sorted({board.part.core for board in _all()})
    if core not in cores:
        raise RequestError(
            f"No board has a core {name!r}.", where="--core", hint=nearest(core, cores)
        )
    return core


def _passes(board: Board, core: str | None, flash_bytes: int, ram_bytes: int) -> bool:
    return (
        core in (None, board.part.core)
        and board.part.flash.size_bytes >= flash_bytes
        and board.part.ram_bytes >= ram_bytes
    )


def _list(chosen: Sequence[Board]) -> Table:
    table = Table("board", "part", "core", "MHz", "flash KiB", "RAM KiB", "also called")
    for column in (3, 4, 5):
        table.columns[column].justify = "right"
    for board in chosen:
        table.add_row(
            board.name,
            board.part.name,
            board.part.core,
            f"{board.clock.hclk_hz / 1e6:g}",
            f"{board.part.flash.size_bytes // _KIB}",
            f"{board.part.ram_bytes // _KIB}",
            ", ".join(board.aliases),
        )
    return table


def _row(board: Board) -> dict[str, Any]:
    return {
        "name": board.name,
        "aliases": list(board.aliases),
        "part": board.part.name,
        "core": board.part.core,
        "clock_hz": board.clock.hclk_hz,
        "flash_bytes": board.part.flash.size_bytes,
        "ram_bytes": board.part.ram_bytes,
    }
