"""`generator run MODEL --board BOARD`: render, build, simulate or read the serial port, report."""

from pathlib import Path

import click

from generator import pipeline, source, toolchain
from generator.boards.facts import Board
from generator.cli._board import board_options
from generator.cli._choices import choice_options
from generator.cli._options import (
    folders,
    force_option,
    json_option,
    output_option,
)
from generator.cli._screen import out, progress, write_json
from generator.errors import RequestError
from generator.pipeline import Choices
from generator.reports import text


@click.command("run")
@click.argument("model", required=False)
@board_options
@choice_options
@output_option
@force_option
@click.option("--elf", type=click.Path(path_type=Path, dir_okay=False), help="Run this firmware.")
@click.option("--port", help="Measure the board at this serial port instead of the simulator.")
@json_option
def command(
    model: str | None,
    board: Board,
    choices: Choices,
    output: Path | None,
    force: bool,
    elf: Path | None,
    port: str | None,
    json_file: Path | None,
) -> None:
    """Build, run and report what a firmware takes.

    Without --port it runs on the simulator of that board, and the report says so.
    """
    if (model is None) == (elf is None):
        raise RequestError("Name a model, or a firmware with --elf; not both.")
    with progress() as notify:
        if elf is not None:
            firmware = toolchain.read_elf(elf, board.part)
        else:
            assert model is not None
            places = folders(output)
            pipeline.new(
                source.source(model), board, places, choices=choices, force=force, notify=notify
            )
            firmware = pipeline.build(places, board, notify)
        measurement = pipeline.run(firmware, board, port=port, notify=notify)
    out.print(text.render(measurement))
    write_json(json_file, measurement.to_json())
