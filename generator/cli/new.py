"""`generator new MODEL --board BOARD`: renders a project and configures its build."""

from pathlib import Path
from typing import Any

import click

from generator import pipeline, source
from generator.boards.facts import Board
from generator.cli._board import board_options
from generator.cli._choices import choice_options
from generator.cli._forward import write_forwarder
from generator.cli._options import folders, force_option, json_option, output_option
from generator.cli._screen import progress, say, write_json
from generator.pipeline import Choices, Design, Folders


@click.command("new")
@click.argument("model")
@board_options
@choice_options
@output_option
@force_option
@click.option("--configure/--no-configure", default=True, help="Whether to run CMake as well.")
@json_option
def command(
    model: str,
    board: Board,
    choices: Choices,
    output: Path | None,
    force: bool,
    configure: bool,
    json_file: Path | None,
) -> None:
    """Render the firmware project of a model.

    MODEL is a task (see `generator tasks`) or the path to a model file.
    Nothing is written if the model cannot be computed or does not fit.
    """
    places = folders(output)
    with progress() as notify:
        made = pipeline.new(
            source.source(model),
            board,
            places,
            choices=choices,
            force=force,
            configure=configure,
            notify=notify,
        )
    forwarded = output is None and configure and write_forwarder(Path())
    _tell(made, places, forwarded=forwarded, configured=configure)
    write_json(json_file, facts(made, places))


def _tell(made: Design, places: Folders, *, forwarded: bool, configured: bool) -> None:
    plan, part = made.plan, made.board.part
    say(
        f"{made.program.name} for {made.board.name}: {made.program.macs:,} multiply-accumulates, "
        f"weights {made.program.weights_bytes:,} bytes, arena {plan.arena_bytes:,} "
        f"(lower bound {plan.lower_bound_bytes:,}); {part.name} has {part.flash.size_bytes:,} "
        f"of flash and {part.ram_bytes:,} of RAM."
    )
    for saving in made.savings:
        say(f"  {saving.name}: {saving.text}")
    say(f"Project: {places.project}")
    if configured:
        flash = "ninja flash" if forwarded else f"ninja -C {places.build} flash"
        say(f"Next: cmake --build {places.build} && {flash}")


def facts(made: Design, places: Folders) -> dict[str, Any]:
    """What `new` decided, for programs."""
    plan, need = made.plan, made.need
    return {
        "model": {
            "name": made.program.name,
            "sha256": made.program.model_sha256,
            "macs": made.program.macs,
        },
        "board": made.board.name,
        "core": made.program.core,
        "clock_hz": made.board.clock.hclk_hz,
        "engine": made.program.engine,
        "flash": {
            "needed_bytes": need.flash_bytes,
            "capacity_bytes": made.board.part.flash.size_bytes,
            "weights_bytes": need.weights_bytes,
            "code_bytes_estimate": need.code_bytes,
        },
        "ram": {
            "needed_bytes": need.ram_bytes,
            "capacity_bytes": made.placement.capacity_bytes,
            "arena_bytes": plan.arena_bytes,
            "arena_lower_bound_bytes": plan.lower_bound_bytes,
            "arena_without_overlap_bytes": plan.without_overlap_bytes,
            "peak_layer": plan.peak_step,
        },
        "savings": {saving.name: saving.text for saving in made.savings},
        "project": str(places.project),
        "build": str(places.build),
    }
