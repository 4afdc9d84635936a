"""The files at the root of a generated project: how it is built, flashed, debugged and read."""

from collections.abc import Iterable

from generator import places
from generator.boards.facts import Board
from generator.boards.flags import compiler_flags
from generator.boards.flash_reads import constant_read_cycles
from generator.program import Program
from generator.render.environment import render

MODEL_FLAGS = ("-O2",)
REST_FLAGS = ("-Os",)
# A loop's first instruction is fetched in one piece.
_FETCH_FLAGS = ("-falign-loops=4",)
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
        "board_options": _board_options(board),
        "cpu_flags": compiler_flags(board.part),
        "model_flags": MODEL_FLAGS,
        "rest_flags": REST_FLAGS,
        "fetch_flags": _FETCH_FLAGS if constant_read_cycles(board) else (),
        "flash_origin": f"0x{board.part.flash.origin:08x}",
        "console_name": board.console.peripheral.upper(),
        "input_bytes": sum(program.tensors[name].size_bytes for name in program.inputs),
    }
    rendered = {name: render(f"project/{name}.j2", **context) for name in _RENDERED}
    return rendered | _own_board(board) | _copied()


def _board_options(board: Board) -> tuple[str, ...]:
    """What names this board, at this clock, on the generator's command line."""
    asked = "" if board.asked_hz is None else f"{board.asked_hz / 1e6:g}"
    if not board.description:
        return ("--board", f"{board.name}@{asked}" if asked else board.name)
    file = f'"${{CMAKE_CURRENT_SOURCE_DIR}}/{_own_board_path(board)}"'
    return ("--board-file", file, *(("--clock", asked) if asked else ()))


def _own_board(board: Board) -> dict[str, str]:
    """The description of a board that is not ours goes with the project."""
    return {_own_board_path(board): board.description} if board.description else {}


def _own_board_path(board: Board) -> str:
    return f"board/{board.name}.yaml"


def _copied() -> dict[str, str]:
    """What is the same in every project."""
    scripts = sorted(places.folder("cmake").glob("*.cmake"))
    style = places.folder("templates") / "project" / ".clang-format"
    return {f"cmake/{path.name}": path.read_text("utf-8") for path in scripts} | {
        ".clang-format": style.read_text("utf-8")
    }
