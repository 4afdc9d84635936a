"""Measuring the cells of a matrix: each in a process of its own, several at a time."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from tempfile import TemporaryDirectory

from generator import source
from generator.bench.cells import Cell
from generator.bench.records import Record, Status

_STATUS: Mapping[int, Status] = {0: "measured", 1: "no"}
_MOST_CHARACTERS = 2_000


def digest(model: str) -> str:
    """The SHA-256 of the file behind a model's word. Raises RequestError where there is none."""
    return hashlib.sha256(source.source(model).path.read_bytes()).hexdigest()


def open_cells(
    cells: Sequence[Cell], done: Mapping[Cell, Record], digests: Mapping[str, str]
) -> list[Cell]:
    """Those that have no answer yet for this very model file."""
    return [
        cell
        for cell in cells
        if cell not in done
        or done[cell].status == "failed"
        or done[cell].model_sha256 != digests[cell.model]
    ]


def measure_all(
    cells: Sequence[Cell], digests: Mapping[str, str], jobs: int, limit_seconds: float
) -> Iterator[Record]:
    """Their records as they come. A cell that fails, dies or hangs has a record too."""
    running = _Processes()
    pool = ThreadPoolExecutor(jobs)
    try:
        futures = {
            pool.submit(_measure, c, digests[c.model], limit_seconds, running) for c in cells
        }
        yield from _as_they_come(futures)
    finally:
        running.stop()
        pool.shutdown(wait=True, cancel_futures=True)


def _as_they_come(futures: set[Future[Record]]) -> Iterator[Record]:
    while futures:
        done, futures = wait(futures, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


class _Processes:
    """The processes that are running now, to end them with this one."""

    def __init__(self) -> None:
        self._started: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def run(self, command: Sequence[str], folder: Path, limit_seconds: float) -> tuple[int, str]:
        """Its exit code and what it complained. Raises subprocess.TimeoutExpired."""
        if self._stopped:
            raise subprocess.TimeoutExpired(command, 0)
        complaints = folder / "complaints"
        with complaints.open("wb") as stream:
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=stream, start_new_session=True
            )
            self._started.add(process)
            try:
                code = process.wait(limit_seconds)
            finally:
                self._end(process)
        return code, complaints.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Ends all of them."""
        self._stopped = True
        for process in tuple(self._started):
            self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._started.discard(process)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _measure(cell: Cell, sha256: str, limit_seconds: float, running: _Processes) -> Record:
    """One cell by `generator run`, in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="generator-bench-") as name:
        folder = Path(name)
        facts = folder / "facts.json"
        command = (
            *(sys.executable, "-m", "generator", "run", *cell.words),
            *("-o", str(folder / "project"), "--json", str(facts)),
        )
        try:
            code, complaints = running.run(command, folder, limit_seconds)
        except subprocess.TimeoutExpired:
            return Record(cell, "failed", f"It took over {limit_seconds:g} s.", sha256, None)
        status = _STATUS.get(code, "failed")
        if status == "measured" and facts.is_file():
            measured = json.loads(facts.read_text(encoding="utf-8"))
            del measured["runs"]  # their spread says enough, in a tenth of the space
            return Record(cell, "measured", "", sha256, measured)
        return Record(cell, status, _reason(code, complaints), sha256, None)


def _reason(code: int, complaints: str) -> str:
    """What the process said last, without the steps that it announced."""
    lines = [line for line in complaints.splitlines() if not line.endswith(" …")]
    said = "\n".join(lines).strip().removeprefix("generator: ")
    if len(said) > _MOST_CHARACTERS:  # of a compiler or a traceback, which end with what matters
        said = "… " + said[-_MOST_CHARACTERS:].partition("\n")[2]
    return said or f"The process ended with code {code}."


def in_parallel() -> int:
    """The processors that there are."""
    return os.cpu_count() or 1
