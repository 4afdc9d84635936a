"""`generator infer MODEL --board BOARD`: live inference, one input after another."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import click
import numpy as np
from rich.console import Group, RenderableType

from generator import measure, pipeline, readers
from generator import source as sources
from generator.boards.facts import Board
from generator.cli._answers import Answer, Truth, summary
from generator.cli._board import board_options
from generator.cli._choices import choice_options
from generator.cli._options import folders, force_option, json_option, output_option
from generator.cli._picture import picture
from generator.cli._screen import counting, out, progress, write_json
from generator.cli._validation_inputs import given_inputs
from generator.console import Console
from generator.errors import RequestError
from generator.firmware import Firmware
from generator.graph import Array, Graph
from generator.measurement import Measurement
from generator.pipeline import Choices
from generator.source import Source
from generator.validation.samples import Samples


@click.command("infer")
@click.argument("model")
@board_options
@choice_options
@output_option
@force_option
@click.option("--port", help="The board at this serial port instead of the simulator.")
@click.option(
    "--data",
    metavar="FILE|random[:N]|test[:N]",
    help="The inputs: a .npy or .npz file, samples first, labels as `y`; random ones; or those "
    "that a task was never trained on.  [default: a task's own samples, else random:10]",
)
@click.option("--seed", default=0, show_default=True, help="Of random inputs and choices.")
@click.option("--pictures/--no-pictures", default=True, help="Draw inputs that are pictures.")
@json_option
def command(
    model: str,
    board: Board,
    choices: Choices,
    output: Path | None,
    force: bool,
    port: str | None,
    data: str | None,
    seed: int,
    pictures: bool,
    json_file: Path | None,
) -> None:
    """Send inputs to a firmware, one after another, and show what it answers as it answers.

    On the simulator of the board, or with --port on the board on your desk, which must have been
    flashed with this firmware: `ninja flash`.
    """
    if choices.io is not None:
        raise RequestError("Infer takes the model with its own inputs: no --io.")
    source = sources.source(model)
    samples = _samples(model, source, data, seed)
    graph = readers.read(source.path)
    with ExitStack() as kept:
        with progress() as notify:
            places = folders(output)
            pipeline.new(source, board, places, choices=choices, force=force, notify=notify)
            firmware = pipeline.build(places, board, notify)
            notify(f"waiting for the board at {port}: reset it" if port else "booting the firmware")
            console = kept.enter_context(pipeline.console(firmware, board, port))
            measured = _measured(console, firmware)
        answers, begun = [], time.monotonic()
        for answer, inputs in _asked(console, source, samples):
            out.print(_shown(answer, graph, inputs, pictures), highlight=False)
            answers.append(answer)
    seconds = time.monotonic() - begun if port else None
    out.print(summary(answers, measured, seconds), highlight=False)
    write_json(json_file, _facts(source, measured, answers))


def _samples(model: str, source: Source, data: str | None, seed: int) -> Samples:
    own = source.application.samples
    if data is None and own:
        known = [sample.label_index for sample in own]
        truth = None if None in known else np.asarray(known)
        columns = zip(*(sample.arrays for sample in own), strict=True)
        return Samples(tuple(map(np.stack, columns)), truth, "")
    with counting() as count:
        return given_inputs(model, source, data, seed, count).samples


def _measured(console: Console, firmware: Firmware) -> Measurement:
    """What the firmware measured at its start.

    Raises ToolError where another firmware than this one runs.
    """
    band = console.band_percent
    origin: Literal["serial", "simulator"] = "serial" if band is None else "simulator"
    return measure.measure(console.booted, firmware, source=origin, band_percent=band)


def _asked(
    console: Console, source: Source, samples: Samples
) -> Iterator[tuple[Answer, Sequence[Array]]]:
    """Every answer as it comes, with the inputs that it is for."""
    for index, inputs in enumerate(samples):
        console.forget()
        console.load(b"".join(np.ascontiguousarray(each).tobytes() for each in inputs))
        outputs, truth = tuple(console.infer()), _truth(samples, index)
        labels = _labels(source.application.labels, len(outputs), truth)
        yield Answer(index=index, outputs=outputs, labels=labels, truth=truth), inputs


def _labels(known: tuple[str, ...], outputs: int, truth: Truth) -> tuple[str, ...]:
    """A name for each output; classes without a name are called by their number."""
    if len(known) == outputs:
        return known
    return tuple(map(str, range(outputs))) if isinstance(truth, int) and outputs > 1 else ()


def _truth(samples: Samples, index: int) -> Truth:
    if samples.truth is None:
        return None
    truth = samples.truth[index]
    return int(truth) if truth.ndim == 0 else tuple(map(float, truth.ravel()))


def _shown(answer: Answer, graph: Graph, inputs: Sequence[Array], pictures: bool) -> RenderableType:
    if not pictures or not out.is_terminal:
        return answer.line()
    drawn = picture(graph.tensors[graph.inputs[0]], inputs[0])
    return answer.line() if drawn is None else Group(drawn, answer.line())


def _facts(source: Source, measured: Measurement, answers: Sequence[Answer]) -> dict[str, Any]:
    return {
        "model": source.name,
        "board": measured.board,
        "source": measured.source,
        "microseconds": measured.inference.microseconds.mean,
        "band_percent": measured.band_percent,
        "answers": [answer.facts() for answer in answers],
    }
