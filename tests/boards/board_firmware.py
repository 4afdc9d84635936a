"""A small firmware around the rendered board side, built with the real compiler."""

import shutil
import subprocess
from pathlib import Path

from generator.boards.facts import Board
from generator.boards.flags import compiler_flags
from generator.boards.load import load, load_file, names
from generator.boards.placement import Placement
from generator.render.board import render_board

FIRMWARE = Path(__file__).parent / "firmware"
GCC = "arm-none-eabi-gcc"
STRICT = (
    *("-std=c11", "-Os", "-g", "-ffunction-sections", "-fdata-sections", "-ffreestanding"),
    *("-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wundef", "-Wstrict-prototypes"),
    *("-Wmissing-prototypes", "-Wcast-align", "-Wdouble-promotion", "-Wvla", "-Werror"),
)


def every_board() -> list[Board]:
    """Our boards, and some of nobody's that need other branches of the templates."""
    own = sorted((Path(__file__).parent / "own").glob("*.yaml"))
    slower = [load(name, 48_000_000) for name in names()]
    return [load(name) for name in names()] + slower + [load_file(path) for path in own]


def board_id(board: Board) -> str:
    """What a test of this board is called."""
    return f"{board.name}@{board.clock.hclk_hz // 1_000_000}"


def write_project(
    board: Board, folder: Path, min_stack_bytes: int = 1024, placement: Placement | None = None
) -> Path:
    """The rendered board side with the tests' application and model beside it."""
    shutil.copytree(FIRMWARE, folder, dirs_exist_ok=True)
    files = render_board(
        board, min_stack_bytes=min_stack_bytes, model_name="stand-in", placement=placement
    )
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def compile_and_link(
    board: Board, folder: Path, defines: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Builds firmware.elf as the generated project does; the result of the linker."""
    flags = compiler_flags(board.part)
    objects = []
    for source in sorted(folder.glob("*/*.c")):
        built = folder / "build" / source.parent.name / f"{source.name}.obj"
        built.parent.mkdir(parents=True, exist_ok=True)
        includes = (f"-I{folder / 'board'}", f"-I{folder / 'model'}")
        subprocess.run(
            [GCC, *flags, *STRICT, *defines, *includes, "-c", source, "-o", built], check=True
        )
        objects.append(built)
    link = ("-nostartfiles", "--specs=nano.specs", "-T", folder / "board" / "linker.ld")
    options = ("-Wl,--gc-sections,--fatal-warnings", "-o", folder / "firmware.elf")
    return subprocess.run(
        [GCC, *flags, *link, *options, *objects], capture_output=True, text=True, check=False
    )
