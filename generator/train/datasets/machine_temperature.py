"""The temperature inside a large industrial machine, 79 days of it, with four known anomalies.

From the Numenta Anomaly Benchmark (NAB), `realKnownCause/machine_temperature_system_failure`. The
first anomaly is a planned shutdown, the third a subtle change before the fourth, the failure of the
whole system (NAB's data README). NAB marks about two days around each of them.
"""

import csv
import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generator.progress import Progress
from generator.train.datasets import local
from generator.train.datasets.download import Archive, fetch

NAME = "NAB machine temperature"
SOURCE = (
    "machine_temperature_system_failure of the Numenta Anomaly Benchmark, "
    "https://github.com/numenta/NAB, MIT licence, copyright Numenta Inc."
)

_BASE = "https://raw.githubusercontent.com/numenta/NAB/ea702d75cc2258d9d7dd35ca8e5e2539d71f3140"
_READINGS = Archive(
    f"{_BASE}/data/realKnownCause/machine_temperature_system_failure.csv",
    "92bf5b87fc7f9bba8ca0b7ec63ccaac8cb4a1371a258e8c29a10ae9c018d82a4",
)
_MARKS = Archive(
    f"{_BASE}/labels/combined_windows.json",
    "1e1fbc4601321aad8d0f8b3784c8134299379f68f6c1f7777565f8ffd57ab6b1",
)
_KEY = "realKnownCause/machine_temperature_system_failure.csv"
# Two anomalies lie before this day, and two behind it.
_SPLIT = datetime(2014, 1, 20)


@dataclass(frozen=True, eq=False)
class Windows:
    """Consecutive readings, (windows, readings) in degrees as NAB has them.

    anomalous: whether the last reading is marked; touched: whether any is.
    """

    degrees: npt.NDArray[np.float64]
    anomalous: npt.NDArray[np.bool_]
    touched: npt.NDArray[np.bool_]

    def take(self, chosen: npt.NDArray[np.bool_] | slice) -> "Windows":
        """Some of them."""
        return Windows(self.degrees[chosen], self.anomalous[chosen], self.touched[chosen])


@dataclass(frozen=True, eq=False)
class _Series:
    degrees: npt.NDArray[np.float64]
    anomalous: npt.NDArray[np.bool_]
    split: int


def windows(
    readings: int, step: int, data: Path | None, progress: Progress
) -> tuple[Windows, Windows]:
    """Windows of every `step`-th reading, before 20 January 2014 and from then on.

    One begins at each reading; none of the second part reaches into the first.
    From the folder `data`, shared data, or the web. Raises RequestError where `data` is given but
    has none, ToolError where a download fails.
    """
    series = _series(data, progress)
    span = (readings - 1) * step
    last = np.arange(span, len(series.degrees))
    index = last[:, np.newaxis] - span + step * np.arange(readings)
    marks = np.concatenate([[0], np.cumsum(series.anomalous)])
    touched = marks[last + 1] - marks[last - span] > 0
    every = Windows(series.degrees[index], series.anomalous[last], touched)
    return every.take(last < series.split), every.take(last - span >= series.split)


def _series(data: Path | None, progress: Progress) -> _Series:
    folder = "datasets/anomaly"
    found = local.find(f"{folder}/nab_machine_temperature_system_failure.csv.gz", data)
    text = gzip.decompress(found.read_bytes()) if found else fetch(_READINGS, progress).read_bytes()
    marks = local.find(f"{folder}/nab_combined_windows.json", data) or fetch(_MARKS, progress)
    return _parsed(text, marks.read_bytes())


@cache
def _parsed(readings: bytes, marks: bytes) -> _Series:
    rows = list(csv.DictReader(readings.decode("ascii").splitlines()))
    times = [datetime.fromisoformat(row["timestamp"]) for row in rows]
    spans = [[datetime.fromisoformat(day) for day in span] for span in json.loads(marks)[_KEY]]
    return _Series(
        np.array([float(row["value"]) for row in rows]),
        np.array([any(first <= time <= last for first, last in spans) for time in times]),
        next(index for index, time in enumerate(times) if time >= _SPLIT),
    )
