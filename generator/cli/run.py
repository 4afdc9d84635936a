"""`generator run MODEL --board BOARD`: render, build, simulate or read the serial port, report."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from generator import pipeline, source, toolchain
from generator.boards import emulated
from generator.boards.facts import Board
from generator.cli._board import board_options
from generator.cli._choices import choice_options
from generator.cli._desk import desk_epilog, desk_options
from generator.cli._options import folders, force_option, json_option, output_option
from generator.cli._screen import out, progress, say, write_json
from generator.errors import RequestError
from generator.firmware import Firmware
from generator.measurement import Measurement
from generator.pipeline import DEFAULT, Choices, Design
from generator.reports import layers_text, text
from generator.runners.desk import TIDY, Desk


@click.command("run", epilog=desk_epilog())
@click.argument("model", required=False)
@board_options
@choice_options
@output_option
@force_option
@click.option("--elf", type=click.Path(path_type=Path, dir_okay=False), help="Run this firmware.")
@click.option("--port", help="Measure the board at this serial port instead of the simulator.")
@click.option(
    "--runner",
    type=click.Choice(["simulator", "qemu"]),
    default="simulator",
    help="Where it runs without --port. qemu: the same code on QEMU's board with that core, for a "
    "second opinion on outputs and instructions.  [default: simulator]",
)
@click.option(
    "--layers", is_flag=True, help="Measure every layer, beside its estimate, with hints."
)
@desk_options
@json_option
def command(
    model: str | None,
    board: Board,
    choices: Choices,
    output: Path | None,
    force: bool,
    elf: Path | None,
    port: str | None,
    runner: str,
    layers: bool,
    desk: Desk,
    json_file: Path | None,
) -> None:
    """Build, run and report what a firmware takes.

    Without --port it runs on the simulator of that board, and the report says so.
    """
    if (model is None) == (elf is None):
        raise RequestError("Name a model, or a firmware with --elf; not both.")
    if elf is not None:
        _check_ready(elf, (desk.vcd, json_file), chosen=choices != DEFAULT or force or bool(output))
    if port is not None and desk != TIDY:
        raise RequestError("Only a simulated board has a desk to change: leave out --port.")
    if desk.attended and (json_file is not None or layers):
        raise RequestError("Nothing is measured with --gdb and --pty: leave out --json, --layers.")
    if runner == "qemu":
        if model is None or port is not None or layers or desk != TIDY:
            raise RequestError("With --runner qemu name a model, and no --port, --layers or desk.")
        _tell(_on_qemu(model, board, choices, output), None, json_file, layers=False)
        return
    made = None
    with progress() as notify:
        if model is not None:
            places = folders(output)
            made = pipeline.new(
                source.source(model), board, places, choices=choices, force=force, notify=notify
            )
            firmware = pipeline.build(places, board, notify)
        elif elf is not None:
            firmware = toolchain.read_elf(elf, board.part)
        if not desk.attended:
            measurement = pipeline.run(
                firmware, board, port=port, layers=layers, desk=desk, notify=notify
            )
    if desk.attended:
        _attend(firmware, board, desk)
    else:
        _tell(measurement, made, json_file, layers=layers)


def _tell(
    measurement: Measurement, made: Design | None, json_file: Path | None, *, layers: bool
) -> None:
    """made: the design that was measured, which layers are compared with; None for a mere ELF."""
    out.print(text.render(measurement))
    facts = measurement.to_json()
    if layers and made is not None:
        findings = pipeline.explain(made, measurement)
        out.print(layers_text.render(findings, measurement.band_percent))
        facts["layers"] = [asdict(finding) for finding in findings]
    elif layers:
        out.print(layers_text.render_plain(measurement.layers, measurement.band_percent))
    write_json(json_file, facts)


def _check_ready(elf: Path, written: tuple[Path | None, ...], *, chosen: bool) -> None:
    """A firmware that is there is neither rendered nor overwritten."""
    if chosen:
        raise RequestError(
            "With --elf nothing is rendered: leave out -O, --io, --no-pass, -o and --force."
        )
    if elf in written:
        raise RequestError("This would overwrite the firmware.", where=str(elf))


def _on_qemu(model: str, board: Board, choices: Choices, output: Path | None) -> Measurement:
    """Renders, builds and runs the stand-in; its project is nobody's to edit."""
    machine = emulated.stand_in(board)
    places = folders(output or Path("build", "qemu"))
    with progress() as notify:
        pipeline.new(
            source.source(model),
            board,
            places,
            choices=choices,
            force=True,
            stand_in=machine,
            notify=notify,
        )
        firmware = pipeline.build(places, machine, notify)
        return pipeline.run_emulated(firmware, board, notify)


def _attend(firmware: Firmware, board: Board, desk: Desk) -> None:
    say(f"The simulated {board.title} runs until Ctrl-C.")
    for report in pipeline.attend(firmware, board, desk, show=_show, notify=say):
        say(f"The simulator noticed: {report}")


def _show(said: bytes) -> None:
    sys.stdout.write(said.decode("ascii", "replace"))
    sys.stdout.flush()
