"""Firmware of the boards, built once a session."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from board_firmware import GCC, compile_and_link, write_project

from generator.boards.facts import Board


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Board], Path]:
    """Builds the firmware of a board once a session; skips where there is no compiler."""
    if shutil.which(GCC) is None:
        pytest.skip(f"needs {GCC}")
    built: dict[str, Path] = {}

    def build_board(board: Board) -> Path:
        key = f"{board.name}-{board.clock.hclk_hz}"
        if key not in built:
            folder = write_project(board, tmp_path_factory.mktemp(key))
            linked = compile_and_link(board, folder)
            assert linked.returncode == 0, linked.stderr
            built[key] = folder / "firmware.elf"
        return built[key]

    return build_board
