"""Whole networks on boards with wait states and caches, from the binaries that were timed on them.

MLPerf Tiny publishes, with the figures of each submission, the binary files that were flashed:
networks.csv lists those for parts that the simulator has, or that differ from one only in what
starts the clock. Measured: the median throughput in `results/…/performance/results.txt` of
mlcommons/tiny_results_v1.1 (commit c32ef94), v1.2 and v1.3, times the core clock that the firmware
sets. Predicted: the same binary on the simulator, driven over its serial port as the benchmark's
runner does, cycles of one inference more.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("networks.csv")

NETWORKS = ("anomaly", "images", "keywords", "wake words")


@dataclass(frozen=True)
class Timed:
    """One network in one binary. submission: version of the round, who, variant."""

    core: str
    board: str
    submission: str
    network: str
    clock_hz: int
    inferences_per_second: float
    instructions: int
    predicted_cycles: int

    @property
    def error(self) -> float:
        """Predicted by measured, less one."""
        return self.predicted_cycles * self.inferences_per_second / self.clock_hz - 1


def timed() -> tuple[Timed, ...]:
    """All of them, in the order of the file."""
    with _FILE.open(encoding="ascii", newline="") as file:
        return tuple(_timed(row) for row in csv.DictReader(file))


def by_board(networks: Sequence[Timed]) -> dict[str, list[Timed]]:
    """Those of each board, boards in the order of the file."""
    found: dict[str, list[Timed]] = {}
    for each in networks:
        found.setdefault(each.board, []).append(each)
    return found


def _timed(row: Mapping[str, str]) -> Timed:
    return Timed(
        row["core"],
        row["board"],
        row["submission"],
        row["network"],
        int(row["clock_hz"]),
        float(row["inferences_per_second"]),
        int(row["instructions"]),
        int(row["predicted_cycles"]),
    )
