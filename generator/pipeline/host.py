"""The generated C on this computer."""

from dataclasses import dataclass
from pathlib import Path

from generator import (
    engines,
    memory,
)
from generator.errors import RequestError
from generator.graph import Graph
from generator.memory import Plan
from generator.pipeline.designing import DEFAULT, DEFAULT_GOALS, Choices, Design, read
from generator.pipeline.project import Edit
from generator.program import Program
from generator.render.model import render_model
from generator.runners.host import HostModel
from generator.source import Source
from generator.targets import target


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
    graph = made.graph if made is not None else read(source, choices)[0]
    goal = choices.goal or DEFAULT_GOALS[0]
    program = engines.engine(choices.engine).lower(graph, target("host"), source.name, goal)
    plan = memory.plan(program)
    files = edit(render_model(program, plan))
    return OnHost(graph, program, plan, HostModel(program, files, directory))
