"""Configuring and building a rendered project with CMake and Ninja."""

import re
import sys
from pathlib import Path

import generator
from generator.boards.facts import Part
from generator.errors import ToolError
from generator.firmware import Firmware
from generator.toolchain.elf import read_elf
from generator.toolchain.overflow import explain_overflow
from generator.toolchain.programs import find, last_lines, output_of

ELF_NAME = "firmware.elf"


def configure(project: Path, build: Path) -> None:
    """Makes `build` ready for Ninja to build `project`.

    Raises ToolError when a program is missing or CMake fails.
    """
    compiler = find("arm-none-eabi-gcc")
    command: list[str | Path] = [
        *(find("cmake"), "-G", "Ninja", "-S", project, "-B", build),
        f"-DCMAKE_MAKE_PROGRAM={find('ninja')}",
        f"-DARM_TOOLCHAIN_DIR={compiler.parent}",
        f"-DGENERATOR_PYTHON={sys.executable}",
        f"-DGENERATOR_PYTHONPATH={Path(generator.__file__).parents[1]}",
    ]
    if _configured_for_another(project, build):
        command.append("--fresh")
    code, output = output_of(command)
    if code != 0:
        raise ToolError("CMake could not configure the project.", hint=last_lines(output))


def _configured_for_another(project: Path, build: Path) -> bool:
    """Whether the folder was configured for a project elsewhere, which CMake would refuse."""
    cache = build / "CMakeCache.txt"
    if not cache.is_file():
        return False
    home = re.search(r"^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$", cache.read_text("utf-8"), re.M)
    return home is None or Path(home[1]) != project.resolve()


def build(build: Path, part: Part) -> Firmware:
    """Compiles and links what was configured.

    Raises NegativeAnswer, with a table of sizes, when the part is too small for it;
    ToolError with the compiler's last lines when anything else fails.
    """
    code, output = output_of([find("cmake"), "--build", build, "--target", "firmware"])
    if code != 0:
        overflow = explain_overflow(output, build)
        if overflow is not None:
            raise overflow
        raise ToolError("The firmware could not be compiled.", hint=_failure(output))
    return read_elf(build / ELF_NAME, part)


def _failure(output: str) -> str:
    """The lines from the first complaint on."""
    lines = output.splitlines()
    first = next((i for i, line in enumerate(lines) if re.search(r"error|ERROR|FAILED", line)), 0)
    return last_lines("\n".join(lines[first : first + 12]))
