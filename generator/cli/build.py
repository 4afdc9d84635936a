"""`generator build MODEL --board BOARD`: renders and compiles, and says what it takes."""

from pathlib import Path

import click

from generator import pipeline, source
from generator.boards.facts import Board
from generator.cli._board import board_options
from generator.cli._choices import choice_options
from generator.cli._options import folders, force_option, json_option, output_option
from generator.cli._screen import progress, say, write_json
from generator.pipeline import Choices


@click.command("build")
@click.argument("model")
@board_options
@choice_options
@output_option
@force_option
@json_option
def command(
    model: str,
    board: Board,
    choices: Choices,
    output: Path | None,
    force: bool,
    json_file: Path | None,
) -> None:
    """Render a model's project and compile it."""
    places = folders(output)
    with progress() as notify:
        pipeline.new(
            source.source(model), board, places, choices=choices, force=force, notify=notify
        )
        firmware = pipeline.build(places, board, notify)
    flash, ram = firmware.flash, firmware.ram
    say(
        f"{firmware.elf}: flash {flash.used_bytes:,} of {flash.capacity_bytes:,} bytes, RAM "
        f"without the stack {ram.static_bytes:,} of {ram.capacity_bytes:,}."
    )
    write_json(json_file, {"elf": str(firmware.elf), **firmware.sizes()})
