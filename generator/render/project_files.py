"""The files at the root of a generated project: how it is built, flashed, debugged and read."""

from collections.abc import Iterable

from generator import places
from generator.boards.facts import Board
from generator.boards.flags import compiler_flags
from generator.program import Program
from generator.render.environment import render

MODEL_FLAGS = ("-O2",)
REST_FLAGS = ("-Os",)
_RENDERED = (
    *("CMakeLists.txt", "CMakePresets.json", "README.md"),
    *(".clangd", ".vscode/settings.json", ".vscode/launch.json"),
)
_FOLDERS = ("board", "model", "app")


def render_project_files(program: Program, board: Board, paths: Iterable[str]) -> dict[str, str]:
    """The path and text of the root's files and of `cmake/`.

    paths: every file of `board/`, `model/` and `app/`; those that end in .c are compiled.
    """
    compiled = sorted(path for path in paths if path.endswith(".c"))
    context = {
        "model": program.name,
        "board": board,
        "sources": {
            folder: [path for path in compiled if path.startswith(f"{folder}/")]
            for folder in _FOLDERS
        },
        "cpu_flags": compiler_flags(board.part),
        "model_flags": MODEL_FLAGS,
        "rest_flags": REST_FLAGS,
        "flash_origin": f"0x{board.part.flash.origin:08x}",
        "console_name": board.console.peripheral.upper(),
        "input_bytes": sum(program.tensors[name].size_bytes for name in program.inputs),
    }
    rendered = {name: render(f"project/{name}.j2", **context) for name in _RENDERED}
    return rendered | _copied()


def _copied() -> dict[str, str]:
    """What is the same in every project."""
    scripts = sorted(places.folder("cmake").glob("*.cmake"))
    style = places.folder("templates") / "project" / ".clang-format"
    return {f"cmake/{path.name}": path.read_text("utf-8") for path in scripts} | {
        ".clang-format": style.read_text("utf-8")
    }
