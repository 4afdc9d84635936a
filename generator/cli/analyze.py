"""`generator analyze MODEL`: a model in figures, before anything is compiled."""

from pathlib import Path

import click

from generator import boards, source
from generator.boards.facts import Board
from generator.cli._board import optional_board_options
from generator.cli._choices import choice_options
from generator.cli._options import html_option, json_option
from generator.cli._screen import out, progress, write_json, write_text
from generator.pipeline import Choices
from generator.pipeline.analysing import analysed
from generator.render.page import render_page
from generator.reports import analysis, analysis_page

_REFERENCE_BOARD = "nucleo-l4r5zi"


@click.command("analyze")
@click.argument("model")
@optional_board_options
@choice_options
@click.option(
    "--simulate", is_flag=True, help="Build it and count each layer's cycles on the simulator."
)
@html_option
@json_option
def command(
    model: str,
    board: Board | None,
    choices: Choices,
    simulate: bool,
    html_file: Path | None,
    json_file: Path | None,
) -> None:
    """Show a model layer by layer: work, memory, estimated latency and energy.

    MODEL is a task (see `generator tasks`) or the path to a model file. It need not fit the board.
    Without a board it is nucleo-l4r5zi, the reference board of MLPerf Tiny.
    """
    board = board or boards.load(_REFERENCE_BOARD)
    with progress() as notify:
        found = analysed(source.source(model), board, choices, simulate=simulate, notify=notify)
    out.print(analysis.render(found))
    write_json(json_file, found.to_json())
    if html_file is not None:
        write_text(html_file, render_page(analysis_page.page(found)))
