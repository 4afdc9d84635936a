"""`generator run MODEL --board BOARD`: render, build, simulate or read the serial port, report."""

from dataclasses import asdict
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
from generator.reports import layers_text, text


@click.command("run")
@click.argument("model", required=False)
@board_options
@choice_options
@output_option
@force_option
@click.option("--elf", type=click.Path(path_type=Path, dir_okay=False), help="Run this firmware.")
@click.option("--port", help="Measure the board at this serial port instead of the simulator.")
@click.option(
    "--layers", is_flag=True, help="Measure every layer, beside its estimate, with hints."
)
@json_option
def command(
    model: str | None,
    board: Board,
    choices: Choices,
    output: Path | None,
    force: bool,
    elf: Path | None,
    port: str | None,
    layers: bool,
    json_file: Path | None,
) -> None:
    """Build, run and report what a firmware takes.

    Without --port it runs on the simulator of that board, and the report says so.
    """
    if (model is None) == (elf is None):
        raise RequestError("Name a model, or a firmware with --elf; not both.")
    made = None
    with progress() as notify:
        if elf is not None:
            firmware = toolchain.read_elf(elf, board.part)
        else:
            assert model is not None
            places = folders(output)
            made = pipeline.new(
                source.source(model), board, places, choices=choices, force=force, notify=notify
            )
            firmware = pipeline.build(places, board, notify)
        measurement = pipeline.run(firmware, board, port=port, layers=layers, notify=notify)
    out.print(text.render(measurement))
    facts = measurement.to_json()
    if made is not None and layers:
        findings = pipeline.explain(made, measurement)
        out.print(layers_text.render(findings))
        facts["layers"] = [asdict(finding) for finding in findings]
    elif layers:
        out.print(layers_text.render_plain(measurement.layers))
    write_json(json_file, facts)
