"""The program as a user runs it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment() -> dict[str, str]:
    """The programs of this Python's own environment first, and the checkout to import from."""
    own = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": f"{own}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
    }


def run(command: list[str], folder: Path, seconds: float = 240) -> Done:
    """Any command, in a folder."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def generator(*words: str | Path, folder: Path) -> Done:
    """`python -m generator …`; a traceback fails the test, whatever the exit code."""
    done = run([sys.executable, "-m", "generator", *map(str, words)], folder)
    assert "Traceback" not in done.err, done.err
    return done
