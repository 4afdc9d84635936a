"""What `validate` does: oracles, the places where the code runs, and the comparison of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator import readers
from generator.application import Application
from generator.boards import emulated
from generator.boards.facts import Board
from generator.console import Console, fields
from generator.errors import RequestError, ToolError
from generator.firmware import Firmware
from generator.graph import Graph
from generator.pipeline.asking import ask_float_network, ask_oracles
from generator.pipeline.designing import Choices, Design, design
from generator.pipeline.host import on_host
from generator.pipeline.measuring import console
from generator.pipeline.project import Folders, build, new
from generator.pipeline.subjects import ConsoleSubject, HostSubject, Place
from generator.progress import Progress
from generator.source import Source
from generator.validation.compare import (
    Answers,
    Comparison,
    Judge,
    Outcome,
    ask,
    compare,
    standing,
)
from generator.validation.samples import Samples

HOST, SIMULATOR, QEMU = "host", "sim", "qemu"


@dataclass(frozen=True, eq=False)
class Order:
    """What shall be validated, and where.

    places: "host", "sim", "qemu" or a serial port. target_samples: how many samples at most run
    anywhere but on this computer. project: a rendered project whose `model/` is taken as it lies
    there. layers: whether to look at every layer. judge: scores answers, where the truth is known.
    float_model: the same network before quantisation, to be asked as well.
    """

    source: Source
    board: Board | None
    choices: Choices
    places: tuple[str, ...]
    samples: Samples
    target_samples: int
    project: Path | None
    folders: Folders
    tolerance: float
    layers: bool
    judge: Judge | None = None
    float_model: Path | None = None


def validate(order: Order, progress: Progress) -> Outcome:
    """Runs everything. Raises RequestError for places that cannot be asked for."""
    _check(order)
    graph = readers.read(order.source.path)
    theirs, missing = ask_oracles(
        order.source.path, graph, order.samples, order.target_samples, progress
    )
    trusted = theirs[0]
    held = [_hold(order, place, trusted, graph, progress) for place in order.places]
    others = tuple(compare(each, trusted, graph, order.samples) for each in theirs[1:])
    everyone = (*theirs, *(answers for _, answers in held))
    standings = [standing(a, trusted, graph, order.samples, order.judge) for a in everyone]
    if order.float_model is not None:
        plain = readers.read(order.float_model)
        before = ask_float_network(order.float_model, plain, graph, order.samples, progress)
        standings.insert(0, standing(before, trusted, plain, order.samples, order.judge))
    return Outcome(tuple(each for each, _ in held), others, tuple(standings), missing)


def _check(order: Order) -> None:
    if order.board is None and set(order.places) != {HOST}:
        raise RequestError("Name a board.", hint="--board, or --on host, which needs none.")
    if order.choices.io is not None:
        raise RequestError("Validate takes the model with its own inputs and outputs: no --io.")


def _hold(
    order: Order, place: str, trusted: Answers, graph: Graph, progress: Progress
) -> tuple[Comparison, Answers]:
    """The code at one place against the oracle."""
    samples = order.samples if place == HOST else order.samples.first(order.target_samples)
    expected = replace(trusted, outputs=trusted.outputs[: len(samples)])
    with _subject(order, place, progress) as (subject, simplified):
        ours = ask(subject, samples, partial(progress, f"running the {subject.title}"))
        ours = replace(ours, cost=subject.cost(ours.cost))
        if order.layers:
            progress(f"looking at the layers of the {subject.title}", 0, 0)
        found = compare(
            ours,
            expected,
            graph,
            samples,
            subject=subject if order.layers else None,
            simplified=simplified,
            tolerance=order.tolerance,
        )
    return found, ours


@contextmanager
def _subject(order: Order, place: str, progress: Progress) -> Iterator[tuple[Place, Graph]]:
    """The code where it shall run, and the graph that it computes."""
    if place == HOST:
        progress("compiling for this computer", 0, 0)
        yield _on_host(order)
        return
    assert order.board is not None
    board = emulated.stand_in(order.board) if place == QEMU else order.board
    port = None if place in (SIMULATOR, QEMU) else place
    title = {SIMULATOR: "simulated firmware", QEMU: "firmware in QEMU"}.get(
        place, f"firmware at {place}"
    )
    with _console(order, board, port, progress) as (opened, made, firmware):
        named = f"{title} ({board.name})"
        # QEMU counts instructions, not cycles: its milliseconds say nothing of a board.
        subject = ConsoleSubject(opened, made.graph, named, firmware, timed=place != QEMU)
        yield subject, made.graph


def _on_host(order: Order) -> tuple[Place, Graph]:
    made = None
    if order.board is not None:
        made = design(order.source, order.board, order.choices)
    folder = order.folders.project.with_name("host")
    built = on_host(
        order.source, folder, order.choices, made=made, edit=partial(_edit, order.project)
    )
    kernels = "" if built.program.core == "host" else f", kernels for {built.program.core}"
    title = f"C on this computer{kernels}"
    return HostSubject(built.model, built.plan, built.program.weights_bytes, title), built.graph


@contextmanager
def _console(
    order: Order, board: Board, port: str | None, progress: Progress
) -> Iterator[tuple[Console, Design, Firmware]]:
    """The console of a firmware that shows its layers and wastes no time at boot."""
    application = Application(order.source.application.mlperf_id, runs=1, shows_layers=True)
    spoken = replace(order.source, application=application)
    made = design(spoken, board, order.choices)

    def notify(step: str) -> None:
        progress(step, 0, 0)

    folders = order.folders if board == order.board else _of_qemu(order.folders)
    new(
        spoken,
        board,
        folders,
        choices=order.choices,
        force=True,
        edit=partial(_edit, order.project),
        notify=notify,
    )
    firmware = build(folders, board, notify)
    if port is None:
        notify(f"starting {board.part.name}")
    else:
        notify(f"waiting for the board at {port}: ninja -C {folders.build} flash, then reset it")
    with console(firmware, board, port) as opened:
        _demand_that_firmware(opened, made)
        yield opened, made, firmware


def _of_qemu(folders: Folders) -> Folders:
    """Apart from the project for the board itself."""
    return Folders(
        *(path.with_name(f"qemu-{path.name}") for path in (folders.project, folders.build))
    )


def _demand_that_firmware(opened: Console, made: Design) -> None:
    """A board may still run another one. Raises ToolError."""
    told = fields(opened.booted)
    if told.get("info-model-sha256") != made.program.model_sha256:
        raise ToolError(
            f"The board runs a firmware of {told.get('info-model', 'nothing we know')}."
        )
    if not any(line.startswith("tensors") for line in opened.command("help")):
        raise ToolError(
            "The board runs a firmware that cannot show its layers.",
            hint="Flash the one that validate has just built.",
        )


def _edit(project: Path | None, rendered: Mapping[str, str]) -> dict[str, str]:
    """What is rendered, with the files of `model/` as they lie in the user's project."""
    if project is None:
        return dict(rendered)
    paths = [path for path in rendered if path.startswith("model/")]
    missing = [path for path in paths if not (project / path).is_file()]
    if missing:
        raise RequestError(
            f"It has no {missing[0]}, so it was made of another model, for another core, or with "
            "another -O.",
            where=str(project),
        )
    return {**rendered, **{path: (project / path).read_text(encoding="utf-8") for path in paths}}
