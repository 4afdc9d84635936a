"""Every shared .tflite, broken or strange, is refused in one sentence or accepted and correct."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.data import shared_files

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30


@dataclass(frozen=True)
class Judgement:
    """How a process ended, and what it said."""

    code: int
    findings: tuple[dict, ...]
    errors: str

    @property
    def verdict(self) -> str:
        """ "accepted" or "refused", or "nothing" if the process did not get that far."""
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


def is_one_sentence(message: str) -> bool:
    """One line that ends a thought; hints follow on lines of their own, indented."""
    first, *hints = message.splitlines()
    return 10 < len(first) < 600 and all(line.startswith("  ") or not line for line in hints)


@pytest.mark.parametrize("path", shared_files("robustness", ".tflite"), ids=lambda p: p.name)
def test_it_is_refused_in_words_or_right(path: Path) -> None:
    found = judge(path, "equal")
    assert "Traceback" not in found.errors, found.errors[-1500:]
    assert found.verdict in ("accepted", "refused"), f"{found.code}: {found.errors[-1500:]}"
    if found.verdict == "refused":
        assert found.code == 2
        assert "Traceback" not in found.findings[0]["message"]
    elif found.oracle_ran:
        assert found.code == 0, f"{found.findings} {found.errors[-1500:]}"


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "regressions").glob("*")), ids=lambda p: p.name
)
def test_what_fuzzing_found_stays_found(path: Path) -> None:
    found = judge(path)
    assert found.code in (0, 2), f"{found.code}: {found.errors[-1500:]}"
    assert found.verdict in ("accepted", "refused")
