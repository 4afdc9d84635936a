"""`generator say TASK TEXT --board BOARD`: what a firmware answers to a sentence."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from generator import discover, pipeline, source
from generator.boards.facts import Board
from generator.cli._board import board_options
from generator.cli._choices import choice_options
from generator.cli._options import folders, force_option, json_option, output_option
from generator.cli._screen import out, progress, write_json
from generator.errors import RequestError
from generator.pipeline import Choices

_SHOWN = 3


@click.command("say")
@click.argument("task")
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@board_options
@choice_options
@output_option
@force_option
@click.option("--port", help="Ask the board at this serial port instead of the simulator.")
@json_option
def command(
    task: str,
    texts: tuple[str, ...],
    board: Board,
    choices: Choices,
    output: Path | None,
    force: bool,
    port: str | None,
    json_file: Path | None,
) -> None:
    """Build the firmware of a TASK that reads text, and ask it about each TEXT.

    The words are looked up on this computer; the firmware gets their numbers by its console.
    """
    from_text = getattr(discover.module("generator.tasks", task, "task"), "from_text", None)
    if from_text is None:
        raise RequestError(f"The task {task} does not read text.", hint="Try emotion.")
    if choices.io is not None:
        raise RequestError("Say takes the model with its own inputs: no --io.")
    named = source.source(task)
    with progress() as notify:
        places = folders(output)
        pipeline.new(named, board, places, choices=choices, force=force, notify=notify)
        firmware = pipeline.build(places, board, notify)
        notify("waiting for the firmware's console")
        with pipeline.console(firmware, board, port) as console:
            answers = []
            for text in texts:
                console.load(from_text(text).tobytes())
                answers.append(_likeliest(console.infer(1), named.application.labels))
    _print(texts, answers)
    rows = zip(texts, answers, strict=True)
    write_json(json_file, {"answers": [_facts(text, answer) for text, answer in rows]})


def _likeliest(outputs: list[float], labels: tuple[str, ...]) -> list[tuple[str, float]]:
    """Labels with their probabilities, the likeliest first."""
    pairs = zip(labels, outputs, strict=True)
    return sorted(pairs, key=lambda pair: pair[1], reverse=True)


def _print(texts: tuple[str, ...], answers: list[list[tuple[str, float]]]) -> None:
    table = Table("text", "answer", "next")
    for text, answer in zip(texts, answers, strict=True):
        first, *others = (f"{label} {share:.0%}" for label, share in answer[:_SHOWN])
        table.add_row(text, first, ", ".join(others))
    out.print(table)


def _facts(text: str, answer: list[tuple[str, float]]) -> dict[str, Any]:
    return {"text": text, "label": answer[0][0], "shares": dict(answer)}
