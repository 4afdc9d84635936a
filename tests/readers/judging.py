"""Starts tests/readers/judge.py in a process of its own, and reads what it found."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30


@dataclass(frozen=True)
class Judgement:
    """How a process ended, and what it said."""

    code: int
    findings: tuple[dict[str, object], ...]
    errors: str

    @property
    def verdict(self) -> object:
        """Accepted or refused, or "nothing" if the process did not get that far."""
        return self.findings[0]["verdict"] if self.findings else "nothing"

    @property
    def oracle_ran(self) -> bool:
        """Whether there are results to compare with; some files crash TensorFlow Lite Micro."""
        return {"oracle": "ran"} in self.findings


def judge(path: Path, *words: str) -> Judgement:
    """One file in a process of its own; subprocess.TimeoutExpired if it hangs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.readers.judge", str(path), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=SECONDS if not words else 10 * SECONDS,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    lines = (line for line in done.stdout.splitlines() if line.startswith("{"))
    return Judgement(done.returncode, tuple(json.loads(line) for line in lines), done.stderr)
