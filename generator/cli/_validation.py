"""What `validate` does: oracles, the places where the code runs, and the comparison of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator import oracles, passes, pipeline, readers
from generator.application import Application
from generator.boards.facts import Board
from generator.cli._screen import Count
from generator.cli._subjects import ConsoleSubject, HostSubject
from generator.console import Console
from generator.errors import RequestError
from generator.graph import Graph
from generator.oracles import Oracle
from generator.oracles.definition import Definition
from generator.oracles.tflm import Micro
from generator.pipeline import Choices, Design, Folders
from generator.source import Source
from generator.validation.compare import Answers, Comparison, Outcome, ask, compare
from generator.validation.layers import Subject
from generator.validation.samples import Samples

HOST, SIMULATOR, QEMU = "host", "sim", "qemu"


@dataclass(frozen=True, eq=False)
class Order:
    """What shall be validated, and where.

    places: "host", "sim", "qemu" or a serial port. target_samples: how many samples at most run
    anywhere but on this computer. project: a rendered project whose `model/` is taken as it lies
    there. layers: whether to look at every layer.
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


def validate(order: Order, count: Count) -> Outcome:
    """Runs everything. Raises RequestError for places that cannot be asked for."""
    _check(order)
    graph = readers.read(order.source.path)
    found, missing = _oracles(order.source.path, graph)
    theirs = [ask(each, order.samples, partial(count, f"asking {each.title}")) for each in found]
    comparisons = tuple(_compare(order, place, theirs[0], graph, count) for place in order.places)
    others = tuple(compare(each, theirs[0], graph, order.samples) for each in theirs[1:])
    return Outcome(comparisons, others, missing)


def _check(order: Order) -> None:
    if order.board is None and set(order.places) != {HOST}:
        raise RequestError("Name a board.", hint="--board, or --on host, which needs none.")
    if order.choices.io is not None:
        raise RequestError("Validate takes the model with its own inputs and outputs: no --io.")


def _oracles(model: Path, graph: Graph) -> tuple[list[Oracle], dict[str, str]]:
    """The oracles that will speak, the most trusted first, and why others will not."""
    found: list[Oracle] = []
    missing: dict[str, str] = {}
    for name, oracle in oracles.open_all(model, graph):
        if isinstance(oracle, oracles.Unavailable):
            missing[name] = str(oracle)
        else:
            found.append(oracle)
    if not any(isinstance(oracle, Definition | Micro) for oracle in found):
        # What only passes make computable, legacy uint8, is held against what they made of it.
        found.insert(0, Definition(passes.run(graph)[0]))
    return found, missing


def _compare(order: Order, place: str, theirs: Answers, graph: Graph, count: Count) -> Comparison:
    samples = order.samples if place == HOST else order.samples.first(order.target_samples)
    expected = replace(theirs, outputs=theirs.outputs[: len(samples)])
    with _subject(order, place, count) as (subject, simplified):
        ours = ask(subject, samples, partial(count, f"running the {subject.title}"))
        if order.layers:
            count(f"looking at the layers of the {subject.title}", 0, 0)
        return compare(
            ours,
            expected,
            graph,
            samples,
            subject=subject if order.layers else None,
            simplified=simplified,
            tolerance=order.tolerance,
        )


@contextmanager
def _subject(order: Order, place: str, count: Count) -> Iterator[tuple[Subject, Graph]]:
    """The code where it shall run, and the graph that it computes."""
    if place == HOST:
        count("compiling for this computer", 0, 0)
        yield _on_host(order)
        return
    assert order.board is not None
    with _console(order, order.board, place, count) as (console, made):
        title = {SIMULATOR: "simulated firmware", QEMU: "firmware in QEMU"}.get(
            place, f"firmware at {place}"
        )
        yield ConsoleSubject(console, made.graph, f"{title} ({order.board.name})"), made.graph


def _on_host(order: Order) -> tuple[Subject, Graph]:
    made = None
    if order.board is not None:
        made = pipeline.design(order.source, order.board, order.choices)
    folder = order.folders.project.with_name("host")
    built = pipeline.on_host(
        order.source, folder, order.choices, made=made, edit=partial(_edit, order.project)
    )
    kernels = "" if built.program.core == "host" else f", kernels for {built.program.core}"
    title = f"C on this computer{kernels}"
    return HostSubject(built.model, built.plan.offsets, title), built.graph


@contextmanager
def _console(
    order: Order, board: Board, place: str, count: Count
) -> Iterator[tuple[Console, Design]]:
    """The console of a firmware that shows its layers and wastes no time at boot."""
    application = Application(order.source.application.mlperf_id, runs=1, shows_layers=True)
    spoken = replace(order.source, application=application)
    made = pipeline.design(spoken, board, order.choices)

    def notify(step: str) -> None:
        count(step, 0, 0)

    pipeline.new(
        spoken,
        board,
        order.folders,
        choices=order.choices,
        force=True,
        edit=partial(_edit, order.project),
        notify=notify,
    )
    firmware = pipeline.build(order.folders, board, notify)
    if place == SIMULATOR:
        count(f"simulating {board.part.name}", 0, 0)
    else:
        count(f"waiting for the board at {place}: reset it", 0, 0)
    port = None if place == SIMULATOR else place
    with pipeline.console(firmware, board, port) as console:
        yield console, made


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
