"""clang-format as the test requirements pin it, never an older one of the system's."""

import subprocess
from pathlib import Path

import pytest


def complaints(folder: Path, sources: list[Path]) -> str:
    """What clang-format would change in `sources`, by the .clang-format of `folder`; "" if nothing.

    Versions differ in how they break lines, so the program comes from the pinned package and
    the test is skipped where that is not installed.
    """
    package = pytest.importorskip("clang_format", reason="needs the clang-format package")
    program = package.get_executable("clang-format")
    command = [program, "--dry-run", "--Werror", "--style=file", *map(str, sources)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or done.stderr
    return done.stderr[:3000] if done.returncode else ""
