"""The whole story: a model and a board become a measured firmware.

    file -> Graph -> Program -> Plan -> Project -> Firmware -> log -> Measurement

Each step is a plain call on frozen values; nothing is kept between them.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator import (
    boards,
    engines,
    fit,
    hints,
    measure,
    memory,
    ops,
    passes,
    predict,
    readers,
    toolchain,
)
from generator.application import Application, Sample
from generator.boards import emulated
from generator.boards.facts import Board
from generator.boards.flash_reads import constant_read_cycles
from generator.boards.placement import Placement
from generator.console import Console
from generator.energy import energy
from generator.errors import ModelError, RequestError, ToolError
from generator.firmware import Firmware
from generator.goal import Goal
from generator.graph import Graph
from generator.hints import Fastest, LayerFinding
from generator.measurement import Measurement
from generator.memory import Plan
from generator.passes import Saving
from generator.passes.set_io import from_outside, set_io
from generator.program import Program
from generator.render import app, project
from generator.render.board import render_board
from generator.render.model import render_model
from generator.render.project_files import render_project_files
from generator.runners import Port, qemu, serial, simulator
from generator.runners.desk import TIDY, Desk
from generator.runners.host import HostModel
from generator.source import Source
from generator.targets import Target, target

# The word behind no -O at all: the first of these that fits.
_DEFAULT_GOALS: tuple[Goal, ...] = ("balanced", "ram", "size")

Notify = Callable[[str], None]
Edit = Callable[[Mapping[str, str]], dict[str, str]]  # of files, path -> text


@dataclass(frozen=True, eq=False)
class Design:
    """Everything that is decided before a line of C is written."""

    graph: Graph
    savings: tuple[Saving, ...]
    program: Program
    plan: Plan
    need: fit.Need
    board: Board
    application: Application
    goal: Goal

    @property
    def placement(self) -> Placement:
        """Which RAMs of the part it uses, and for what."""
        return fit.placement(self.need, self.board)


@dataclass(frozen=True)
class Choices:
    """What a user may choose about the code.

    io: the type of inputs and outputs, "int8", "uint8" or "float32"; None keeps the model's own.
    skipped_passes: names of passes that shall not run.
    goal: what kernels are chosen for; None is balanced, or smaller where that does not fit.
    """

    engine: str = "native"
    io: str | None = None
    skipped_passes: tuple[str, ...] = ()
    goal: Goal | None = None


DEFAULT = Choices()


@dataclass(frozen=True)
class Folders:
    """Where the rendered project lies, and where CMake and Ninja build it."""

    project: Path
    build: Path

    @staticmethod
    def of(output: Path | None) -> "Folders":
        """`build/project` and `build`; or the user's own folder and the `build` in it."""
        if output is None:
            return Folders(Path("build", "project"), Path("build"))
        return Folders(output, output / "build")


def design(source: Source, board: Board, choices: Choices = DEFAULT) -> Design:
    """Reads, simplifies, checks and lowers the model, and plans its memory.

    Raises ModelError for a model that we cannot compute.
    """
    return next(designs(source, [board], choices))


def designs(
    source: Source, candidates: Iterable[Board], choices: Choices = DEFAULT
) -> Iterator[Design]:
    """The same model designed for each of several boards; each core is lowered for once."""
    graph, savings, application = _read(source, choices)
    chosen = engines.engine(choices.engine)

    @functools.cache
    def lowered(core: Target, goal: Goal) -> tuple[Program, Plan, int]:
        program = chosen.lower(graph, core, source.name, goal)
        return program, memory.plan(program), chosen.code_bytes(program)

    for board in candidates:
        core = _core(board)
        affordable = _with_affordable_samples(application, board)
        for goal in (choices.goal,) if choices.goal else _DEFAULT_GOALS:
            program, plan, kernels_bytes = lowered(core, goal)
            need = _need(program, plan, kernels_bytes, affordable)
            if fit.fits(need, board):
                break
        yield Design(graph, savings, program, plan, need, board, affordable, goal)


def _core(board: Board) -> Target:
    """The board's core, with what its part makes of it."""
    core = target(board.part.core)
    return replace(
        core,
        constant_read_cycles=constant_read_cycles(board),
        fpu=core.fpu and board.part.fpu is not None,
    )


def _read(source: Source, choices: Choices) -> tuple[Graph, tuple[Saving, ...], Application]:
    """The simplified, checked graph, what the passes saved, and the samples it is fed with."""
    graph, application = readers.read(source.path), source.application
    if choices.io is not None:
        application = _from_outside(application, set_io(graph, "int8"), choices.io)
        graph = set_io(graph, choices.io)
    graph, savings = passes.run(graph, choices.skipped_passes)
    ops.check(graph)
    return graph, savings, application


def _need(program: Program, plan: Plan, kernels_bytes: int, application: Application) -> fit.Need:
    return fit.need(
        program,
        plan,
        kernels_bytes=kernels_bytes,
        samples_bytes=app.flash_bytes(application),
        input_copy_bytes=app.ram_bytes(program),
    )


def _from_outside(application: Application, inner: Graph, io: str) -> Application:
    """The samples in the type that the model takes its inputs in."""
    tensors = [inner.tensors[name] for name in inner.inputs]
    samples = tuple(
        replace(
            sample,
            arrays=tuple(
                from_outside(array, tensor, io)
                for array, tensor in zip(sample.arrays, tensors, strict=True)
            ),
        )
        for sample in application.samples
    )
    return replace(application, samples=samples)


def _with_affordable_samples(application: Application, board: Board) -> Application:
    """As many samples as a tenth of the flash holds, and at least one of those that there are."""
    budget_bytes = board.part.flash.size_bytes // 10
    kept: tuple[Sample, ...] = ()
    for sample in application.samples:
        wider = replace(application, samples=(*kept, sample))
        if kept and app.flash_bytes(wider) > budget_bytes:
            break
        kept = wider.samples
    return replace(application, samples=kept)


def demand_fit(made: Design) -> None:
    """Raises NegativeAnswer if the firmware cannot fit its board."""
    if fit.fits(made.need, made.board):
        return
    others = [boards.load(name) for name in boards.names() if name != made.board.name]
    fit.demand_fit(made.program, made.plan, made.need, made.board, others)


def render(made: Design) -> dict[str, str]:
    """The whole project, path -> text; equal designs give equal bytes."""
    files = {
        **render_board(
            made.board,
            min_stack_bytes=fit.MIN_STACK_BYTES,
            model_name=made.program.name,
            placement=made.placement,
        ),
        **render_model(made.program, made.plan),
        **app.render_app(made.program, made.board, made.application, made.plan),
    }
    return {**files, **render_project_files(made.program, made.board, files)}


def new(
    source: Source,
    board: Board,
    folders: Folders,
    *,
    choices: Choices = DEFAULT,
    force: bool = False,
    configure: bool = True,
    edit: Edit = dict,
    stand_in: Board | None = None,
    notify: Notify = lambda _: None,
) -> Design:
    """Renders a project and makes it ready to build; nothing is written if it cannot fit.

    edit: changes what is rendered before it is written. stand_in: the board to render for with
    the model's code as it is for `board`.
    """
    notify(f"reading {source.path.name} and planning its memory")
    made = design(source, board, choices)
    demand_fit(made)
    notify("rendering the project")
    if stand_in is not None:
        made = replace(made, board=stand_in)
    project.write(edit(render(made)), folders.project, force=force)
    if configure:
        notify("configuring the build")
        toolchain.configure(folders.project, folders.build)
    return made


@dataclass(frozen=True, eq=False)
class OnHost:
    """The generated C of a model, compiled for this computer."""

    graph: Graph
    program: Program
    plan: Plan
    model: HostModel


def on_host(
    source: Source,
    directory: Path,
    choices: Choices = DEFAULT,
    *,
    made: Design | None = None,
    edit: Edit = dict,
) -> OnHost:
    """Compiles the model's C into a folder.

    made: a design for a board, whose kernels are taken unless they hold Arm instructions; then
    those for this computer are. edit: changes what is rendered before it is compiled; raises
    RequestError where that cannot be compiled here.
    """
    if made is not None:
        rendered = render_model(made.program, made.plan)
        files = edit(rendered)
        if not any("__asm__" in text or "arm_acle.h" in text for text in files.values()):
            model = HostModel(made.program, files, directory)
            return OnHost(made.graph, made.program, made.plan, model)
        if files != rendered:
            raise RequestError(
                f"The kernels for {made.program.core} hold Arm instructions, so the project cannot "
                "be compiled for this computer.",
                hint="--on sim runs it on the simulator of the board.",
            )
        edit = dict
    graph = made.graph if made is not None else _read(source, choices)[0]
    goal = choices.goal or _DEFAULT_GOALS[0]
    program = engines.engine(choices.engine).lower(graph, target("host"), source.name, goal)
    plan = memory.plan(program)
    files = edit(render_model(program, plan))
    return OnHost(graph, program, plan, HostModel(program, files, directory))


def build(folders: Folders, board: Board, notify: Notify = lambda _: None) -> Firmware:
    """Compiles and links a rendered project."""
    notify("compiling the firmware")
    return toolchain.build(folders.build, board.part)


def run(
    firmware: Firmware,
    board: Board,
    *,
    port: str | None = None,
    layers: bool = False,
    desk: Desk = TIDY,
    notify: Notify = lambda _: None,
) -> Measurement:
    """Boots the firmware and measures it: on the simulator, or on the board at a serial port.

    layers: whether to run one more inference, layer by layer.
    """
    if port is not None:
        notify(f"waiting for the board at {port}: reset it")
        with serial.connect(port, board.console.baud) as line:
            talk = _talk(line, firmware)
            measured = measure.measure(talk.boot_log(), firmware, source="serial")
            measured = replace(measured, layers=talk.layers() if layers else ())
        return _with_energy(_warned(measured, talk), board)
    notify(f"simulating {board.part.name}")
    with _simulated(firmware, board, desk) as machine:
        talk = _talk(machine, firmware)
        measured = measure.measure(
            talk.boot_log(),
            firmware,
            source="simulator",
            band_percent=machine.band_percent,
            instructions=machine.calls[-1].instructions if machine.calls else None,
        )
        each = talk.layers() if layers else ()
        measured = _warned(replace(measured, layers=each), talk, machine.reports)
    return _with_energy(measured, board)


@contextmanager
def _simulated(firmware: Firmware, board: Board, desk: Desk) -> Iterator[simulator.SimulatorPort]:
    """The firmware on a simulated board; what that noticed goes along with an error."""
    symbol = toolchain.inference_function(firmware.elf)
    with simulator.connect(
        firmware.elf, board, watch=(symbol,), injections=desk.injections
    ) as machine:
        trace = machine.trace_pins() if desk.vcd else None
        try:
            yield machine
        except ToolError as error:
            error.add(*machine.reports)
            raise
        finally:
            if trace and desk.vcd:
                trace.save(desk.vcd, board.name.replace("-", "_"))


def _warned(measured: Measurement, talk: Console, reports: Sequence[str] = ()) -> Measurement:
    """The measurement with what its reader should know."""
    restarted = ["The board restarted while it measured; these figures are from its last start."]
    warnings = (*measured.warnings, *(restarted if talk.restarts else ()), *reports)
    return replace(measured, warnings=warnings)


def attend(
    firmware: Firmware,
    board: Board,
    desk: Desk,
    *,
    show: Callable[[bytes], None],
    notify: Notify,
) -> tuple[str, ...]:
    """Runs the simulated board for GDB or a terminal until they, or Ctrl-C, end it.

    show: is handed what the console says where it is no terminal. Gives what the simulator noticed.
    """
    with _simulated(firmware, board, desk) as machine:
        with suppress(KeyboardInterrupt):
            machine.attend(desk, show=show, say=notify)
        return tuple(machine.reports)


def run_emulated(firmware: Firmware, board: Board, notify: Notify = lambda _: None) -> Measurement:
    """Boots a firmware made for `emulated.stand_in(board)` on QEMU, which counts instructions."""
    machine = emulated.machine(board).name
    notify(f"emulating {machine} with QEMU")
    with qemu.connect(firmware.elf, machine) as port:
        measured = measure.measure(_talk(port, firmware).boot_log(), firmware, source="qemu")
    count = qemu.instructions(measured.inference.cycles.mean, measured.clock_hz)
    note = "QEMU counts instructions only: these times and cycles say nothing of a board."
    inference = replace(measured.inference, instructions=count)
    return replace(measured, inference=inference, warnings=(note,))


def _with_energy(measured: Measurement, board: Board) -> Measurement:
    """The estimate goes with the clock that the firmware really reached."""
    clock = replace(board.clock, hclk_hz=measured.clock_hz)
    milliseconds = measured.inference.microseconds.mean / 1e3
    found = energy(replace(board, clock=clock), milliseconds, measured.band_percent or 0.0)
    return replace(measured, energy=found)


def explain(made: Design, measured: Measurement) -> tuple[LayerFinding, ...]:
    """The measured layers beside their estimates, with hints; () where none were measured."""
    if not measured.layers:
        return ()
    engine = engines.engine(made.program.engine)
    fastest = engine.lower(made.graph, _core(made.board), made.program.name, "time")
    estimate, other = _estimate(made.program, made.board), _estimate(fastest, made.board)
    quickest = None if other is None else Fastest(fastest, other)
    return hints.explain(made.program, made.board, measured.layers, estimate, quickest)


def _estimate(program: Program, board: Board) -> predict.Prediction | None:
    """None for a core or a kernel of which nothing is known."""
    try:
        return predict.predict(program, board)
    except ModelError:
        return None


@contextmanager
def console(firmware: Firmware, board: Board, port: str | None = None) -> Iterator[Console]:
    """A conversation with a running firmware, past its boot log.

    port: that of a board; without one it is simulated, or emulated where it is a board of QEMU's.
    """
    line: Port
    if port is not None:
        line = serial.connect(port, board.console.baud)
    elif emulated.is_emulated(board):
        line = qemu.connect(firmware.elf, board.name)
    else:
        line = simulator.connect(firmware.elf, board)
    try:
        talk = _talk(line, firmware)
        talk.boot_log()
        yield talk
    finally:
        line.close()


def _talk(port: Port, firmware: Firmware) -> Console:
    return Console(port, locate=lambda address: toolchain.locate(firmware.elf, address))
