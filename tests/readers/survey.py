"""Writes docs/models.md: what becomes of every shared model file.

python -m tests.readers.survey > docs/models.md

Takes minutes, as each file is judged in a process of its own and compared with TensorFlow Lite
Micro where both run it.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.data import shared_files
from tests.readers.judging import Judgement, judge

_HEAD = """# Models that were tried

Every TensorFlow Lite file of the test data: networks that people use (`models/`), and files that
are broken, strange, or made for other runtimes (`robustness/`). Each is compared with TensorFlow
Lite Micro on random inputs, three inferences in a row, integers bit for bit and reals within 2e-5
of the greatest output. This page is written by `python -m tests.readers.survey`.
"""
EXACT = "runs, equal to TensorFlow Lite Micro"
UNCOMPARED = "runs; TensorFlow Lite Micro does not run it"
DIFFERENT = "runs, but differs from TensorFlow Lite Micro"


@dataclass(frozen=True)
class Row:
    """One file and what became of it."""

    file: str
    outcome: str
    reason: str = ""


def row(file: str, found: Judgement) -> Row:
    """The outcome in words; of a refusal the first sentence, without the path."""
    if found.verdict == "refused":
        message = str(found.findings[0]["message"]).splitlines()[0]
        return Row(file, "refused", re.sub(r"^\S*\.tflite(: |, )", "", message))
    if not found.oracle_ran:
        return Row(file, UNCOMPARED)
    return Row(file, EXACT if found.code == 0 else DIFFERENT)


def survey() -> list[Row]:
    """All files, two at a time."""
    files = [
        (listed_as(path, folder), path)
        for folder in ("models", "robustness")
        for path in shared_files(folder, ".tflite")
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        judged = pool.map(lambda file: judge(file[1], "equal"), files)
        return [row(name, found) for (name, _), found in zip(files, judged, strict=True)]


def _root(path: Path, folder: str) -> Path:
    return next(parent for parent in path.parents if parent.name == folder)


def page(rows: Iterable[Row]) -> str:
    """The page, counts first."""
    rows = list(rows)
    lines = [_HEAD, "| | models | robustness |", "|---|---|---|"]
    groups = ("models", "robustness")
    counts = {g: Counter(r.outcome for r in rows if r.file.startswith(g)) for g in groups}
    outcomes = (EXACT, UNCOMPARED, DIFFERENT, "refused")
    lines += [
        f"| {outcome} | {' | '.join(str(counts[g][outcome]) for g in groups)} |"
        for outcome in outcomes
        if any(counts[g][outcome] for g in groups)
    ]
    for outcome in (DIFFERENT, EXACT, UNCOMPARED):
        files = [line(r) for r in rows if r.outcome == outcome]
        if files:
            lines += ["", f"## {outcome[0].upper()}{outcome[1:]}", "", *files]
    lines += ["", "## Refused, and why", "", "| file | reason |", "|---|---|"]
    lines += [line(r) for r in rows if r.outcome == "refused"]
    return "\n".join([*lines, ""])


def line(of: Row) -> str:
    """The line of one file on the page."""
    if of.outcome == "refused":
        return f"| {of.file} | {_cell(of.reason)} |"
    return f"- {of.file}"


def listed_as(path: Path, folder: str) -> str:
    """How the page names a file of the shared data."""
    return f"{folder}/{path.relative_to(_root(path, folder))}"


def _cell(text: str) -> str:
    """Text that a Markdown table takes."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("_", "\\_").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.write(page(survey()))
