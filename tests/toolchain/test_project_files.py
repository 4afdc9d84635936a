"""The rendered root of a project: complete, reproducible, and valid in its own formats."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from generator import boards
from tests.toolchain.stand_in_project import project_files

BOARDS = ["stm32f103c8", "nucleo-l4r5zi"]


@pytest.fixture(params=BOARDS)
def files(request: pytest.FixtureRequest) -> dict[str, str]:
    return project_files(request.param)


def test_what_a_project_has(files: dict[str, str]) -> None:
    for path in (
        *("CMakeLists.txt", "CMakePresets.json", "README.md", ".clangd", ".clang-format"),
        *(".vscode/launch.json", ".vscode/settings.json", "cmake/gcc-arm-none-eabi.cmake"),
        *("cmake/flash.cmake", "cmake/firmware_tool.cmake", "app/main.c", "board/linker.ld"),
    ):
        assert files[path].endswith("\n"), path


@pytest.mark.parametrize("board", BOARDS)
def test_two_renders_are_the_same_bytes(board: str) -> None:
    assert project_files(board) == project_files(board)


def test_nothing_tells_where_or_when_it_was_made(files: dict[str, str]) -> None:
    here = str(Path(__file__).parents[2])
    for path, text in files.items():
        assert here not in text, path
        assert not re.search(r"\b20\d\d-\d\d-\d\d\b|__DATE__|__TIME__", text), path


def test_the_editors_files_are_valid(files: dict[str, str]) -> None:
    for path in ("CMakePresets.json", ".vscode/launch.json", ".vscode/settings.json"):
        json.loads(files[path])
    assert yaml.safe_load(files[".clangd"])["CompileFlags"]["CompilationDatabase"] == "build"


def test_every_c_file_is_compiled_once(files: dict[str, str]) -> None:
    named = re.findall(r"^  ((?:app|board|model)/\S+\.c)$", files["CMakeLists.txt"], re.M)
    assert named == sorted(
        path for path in files if path.endswith(".c") and "/app/" not in path
    ) or (sorted(named) == sorted(path for path in files if path.endswith(".c")))


def test_the_readme_says_where_the_console_is() -> None:
    assert "PA9" in project_files("stm32f103c8")["README.md"]
    assert "ST-LINK" in project_files("nucleo-l4r5zi")["README.md"]


def _openocd_files(files: dict[str, str]) -> list[str]:
    text = files["CMakeLists.txt"]
    names = ("BOARD_OPENOCD_INTERFACE", "BOARD_OPENOCD_TARGET")
    found = [re.search(rf"set\({name} (\S+)\)", text) for name in names]
    return [match[1] for match in found if match]


def test_openocd_is_given_its_files_by_their_paths() -> None:
    """OpenOCD looks up what -f names below its scripts, suffix and all (manual, "Running")."""
    files = project_files("stm32f103c8")
    assert _openocd_files(files) == ["interface/stlink.cfg", "target/stm32f1x.cfg"]
    launch = json.loads(files[".vscode/launch.json"])["configurations"][0]
    assert launch["configFiles"] == _openocd_files(files)


@pytest.mark.skipif(shutil.which("openocd") is None, reason="needs openocd")
@pytest.mark.parametrize("board", boards.names())
def test_openocd_knows_the_files_of_every_board(board: str) -> None:
    words = [word for file in _openocd_files(project_files(board)) for word in ("-f", file)]
    done = subprocess.run(
        ["openocd", *words, "-c", "shutdown"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Can't find" not in done.stderr
    assert "shutdown" in done.stderr
