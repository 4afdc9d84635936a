"""A whole project around the stand-in model of `tests/app`."""

from pathlib import Path

from generator.application import Application
from generator.boards.load import load
from generator.render.app import render_app
from generator.render.board import render_board
from generator.render.project_files import render_project_files
from tests.app.host_app import STAND_IN, counting, half_steps, tiny_program

SPEND = """#pragma once
#include <stdint.h>

static volatile uint64_t spent;

static inline void spend_cycles(uint64_t cycles) {
    spent += cycles;
}
"""


def project_files(board_name: str) -> dict[str, str]:
    """Path and text of every file."""
    board, program = load(board_name), tiny_program(quantization=half_steps())
    application = Application("tiny", (counting("ramp", -6, 11),), ("a", "b"), runs=2)
    files = render_board(board, min_stack_bytes=512, model_name="tiny")
    files |= render_app(program, board, application)
    files |= {f"model/{path.name}": path.read_text() for path in (STAND_IN / "model").iterdir()}
    files["board/spend.h"] = SPEND
    return files | render_project_files(program, board, files)


def write_project(folder: Path, board_name: str, changed: dict[str, str] | None = None) -> Path:
    """Writes the project, with some files replaced."""
    for path, text in (project_files(board_name) | (changed or {})).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder
