"""`generator report --elf FILE --board BOARD`: what a built firmware takes, by kind."""

from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from generator import toolchain
from generator.boards.facts import Board
from generator.cli._board import board_options
from generator.cli._options import json_option
from generator.cli._screen import out, write_json
from generator.firmware import Firmware


@click.command("report")
@click.option(
    "--elf",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("build", "firmware.elf"),
    show_default=True,
    help="The firmware.",
)
@board_options
@json_option
def command(elf: Path, board: Board, json_file: Path | None) -> None:
    """Flash and RAM of a firmware by kind."""
    firmware = toolchain.read_elf(elf, board.part)
    out.print(_table(firmware, board.part.name))
    flash, ram = firmware.flash, firmware.ram
    write_json(
        json_file,
        {
            "board": board.name,
            "compiler": firmware.compiler,
            "flash": {"used_bytes": flash.used_bytes, **asdict(flash)},
            "ram": {"static_bytes": ram.static_bytes, **asdict(ram)},
        },
    )


def _table(firmware: Firmware, part: str) -> Table:
    table = Table("", "bytes", "share", title=f"{firmware.elf.name} on {part}")
    table.columns[1].justify = table.columns[2].justify = "right"
    flash = asdict(firmware.flash)
    capacity = flash.pop("capacity_bytes")
    _section(table, "flash", flash, firmware.flash.used_bytes, capacity)
    ram = {k: v for k, v in asdict(firmware.ram).items() if k.endswith("_bytes")}
    capacity = ram.pop("capacity_bytes")
    _section(table, "RAM", ram, sum(ram.values()), capacity)
    return table


def _section(
    table: Table, name: str, sizes: dict[str, int], used_bytes: int, capacity_bytes: int
) -> None:
    for kind, size in sizes.items():
        table.add_row(
            f"{name} {kind.removesuffix('_bytes')}", f"{size:,}", f"{size / capacity_bytes:.1%}"
        )
    table.add_row(
        f"{name} in all, of {capacity_bytes:,}",
        f"{used_bytes:,}",
        f"{used_bytes / capacity_bytes:.1%}",
        style="bold",
        end_section=True,
    )
