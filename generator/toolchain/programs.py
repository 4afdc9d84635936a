"""Finding and running the programs that build a firmware."""

import importlib
import shutil
import subprocess
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from generator.errors import ToolError

_INSTALL = {
    "arm-none-eabi-gcc": "sudo apt install gcc-arm-none-eabi libnewlib-arm-none-eabi",
    "arm-none-eabi-addr2line": "sudo apt install binutils-arm-none-eabi",
    "cmake": "pip install cmake",
    "ninja": "pip install ninja",
}
_PACKAGE_FOLDERS = {"cmake": "CMAKE_BIN_DIR", "ninja": "BIN_DIR"}
_LAST_LINES = 12


def find(name: str) -> Path:
    """Where a program is: beside this Python, on the PATH, or in the pip package of its name.

    Raises ToolError with the command that installs it.
    """
    for folder in (sysconfig.get_path("scripts"), None, _package_folder(name)):
        found = shutil.which(name, path=folder)
        if found is not None:
            return Path(found)
    raise ToolError(f"{name} is not installed.", hint=_INSTALL.get(name))


def _package_folder(name: str) -> str:
    if name not in _PACKAGE_FOLDERS:
        return ""
    try:
        return str(getattr(importlib.import_module(name), _PACKAGE_FOLDERS[name]))
    except ImportError:
        return ""


def output_of(command: Sequence[str | Path]) -> tuple[int, str]:
    """Runs a program that asks nothing; its exit code, and all that it printed."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise ToolError(f"{command[0]} cannot be started: {error.strerror}.") from error
    return done.returncode, done.stdout.decode("utf-8", "replace")


def last_lines(output: str) -> str:
    """The end of what a failed program printed, indented for an error's hint."""
    lines = [line for line in output.splitlines() if line.strip()]
    return "\n  ".join(lines[-_LAST_LINES:])


def compiler_version() -> str:
    """The first line of `arm-none-eabi-gcc --version`; raises ToolError when it is missing."""
    code, output = output_of([find("arm-none-eabi-gcc"), "--version"])
    if code != 0 or not output:
        raise ToolError("arm-none-eabi-gcc does not tell its version.", hint=last_lines(output))
    return output.splitlines()[0]
