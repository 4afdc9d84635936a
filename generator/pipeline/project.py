"""A design becomes a project, and the project a firmware."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import (
    fit,
    toolchain,
)
from generator.boards.facts import Board
from generator.firmware import Firmware
from generator.pipeline.designing import (
    DEFAULT,
    Choices,
    Design,
    demand_fit,
    design,
    goals_that_fit,
)
from generator.progress import Notify
from generator.render import app, project
from generator.render.board import render_board
from generator.render.model import render_model
from generator.render.project_files import render_project_files
from generator.source import Source

Edit = Callable[[Mapping[str, str]], dict[str, str]]  # of files, path -> text


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
    demand_fit(made, lambda: goals_that_fit(source, board, choices))
    notify("rendering the project")
    if stand_in is not None:
        made = replace(made, board=stand_in)
    project.write(edit(render(made)), folders.project, force=force)
    if configure:
        notify("configuring the build")
        toolchain.configure(folders.project, folders.build)
    return made


def build(folders: Folders, board: Board, notify: Notify = lambda _: None) -> Firmware:
    """Compiles and links a rendered project."""
    notify("compiling the firmware")
    return toolchain.build(folders.build, board.part)
