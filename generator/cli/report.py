"""`generator report`: what a built firmware takes by kind, or what `bench` has measured."""

from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from generator import toolchain
from generator.boards.facts import Board
from generator.cli._bench_report import Pages, report_results
from generator.cli._board import optional_board_options
from generator.cli._options import json_option
from generator.cli._screen import out, write_json
from generator.errors import RequestError
from generator.firmware import Firmware

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("report")
@click.argument("results", required=False, type=_FILE)
@click.option(
    "--elf",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("build", "firmware.elf"),
    show_default=True,
    help="The firmware.",
)
@click.option("--html", "html_file", type=_FILE, help="Of RESULTS: write one page, with plots.")
@click.option("--markdown", "markdown_file", type=_FILE, help="Of RESULTS: write a page.")
@click.option("--against", type=_FILE, help="Compare RESULTS with these older ones.")
@click.option(
    "--limit",
    default="2%",
    show_default=True,
    metavar="PERCENT",
    help="How much worse is too much.",
)
@click.option("--title", default="", help="Of those pages.")
@optional_board_options
@json_option
def command(
    results: Path | None,
    elf: Path,
    html_file: Path | None,
    markdown_file: Path | None,
    against: Path | None,
    limit: str,
    title: str,
    board: Board | None,
    json_file: Path | None,
) -> int:
    """Flash and RAM of a firmware by kind; with RESULTS, what `bench` has measured.

    With --against it leaves with exit code 1 when a firmware became slower or bigger by more than
    --limit, or cannot be measured any more.
    """
    if results is not None:
        pages = Pages(markdown_file, html_file, title)
        return report_results(results, against, limit, pages, json_file)
    if html_file or markdown_file or against:
        raise RequestError("Name the results to report.", hint="generator report bench.jsonl")
    if board is None:
        raise RequestError(
            "Name the board of the firmware, or results of `bench`.",
            hint="generator report --board stm32f103c8, or: generator report bench.jsonl",
        )
    _report_firmware(elf, board, json_file)
    return 0


def _report_firmware(elf: Path, board: Board, json_file: Path | None) -> None:
    firmware = toolchain.read_elf(elf, board.part)
    out.print(_table(firmware, board.part.name))
    write_json(json_file, {"board": board.name, **firmware.sizes()})


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
