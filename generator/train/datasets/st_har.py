"""Acceleration of people standing, walking and running, by STMicroelectronics, BSD-3-Clause.

Recorded at 26 Hz with the accelerometer of a B-L475E-IOT01A within +-4000 mg, around the wrist, in
the hand, over the arm or in the pocket (README of the data set).
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from generator.progress import Progress
from generator.train.data import Data, Float32, Split
from generator.train.datasets import local
from generator.train.datasets.download import Archive, fetch

LABELS = ("stationary", "walking", "running")
NAME = "ST HAR"
SOURCE = "Human activities dataset 1.0.1 (STMicroelectronics), BSD-3-Clause"
WINDOW = 26  # one second
STEP = 13
RANGE_MG = 4000.0

_ARCHIVE = Archive(
    "https://raw.githubusercontent.com/STMicroelectronics/stm32ai-wiki/"
    "5ed628af9aa8c884bdf7086bf0b947e76355f83d/AI_resources/HAR/dataset.zip",
    "54dd162d06d24d05520843cf818d65e68583281af8269f05a969847e4fc0249d",
)
_NAME = re.compile(r"(?P<label>[a-z]+)_(?P<number>\d+)_26Hz_4g_mg\.csv$")
_EVERY_HELD_OUT = 5


def load(data: Path | None, progress: Progress) -> Data:
    """Windows of one second, half overlapping: (windows, 26, 3), +-4000 mg as +-1.

    Every fifth recording of each activity is held out as a whole. From the folder `data`, shared
    data, or the web. Raises RequestError where `data` is given but has none, ToolError where a
    download fails.
    """
    archive = local.find("datasets/st_har_b-l475e-iot01a_26hz.zip", data)
    recordings = list(_recordings(archive or fetch(_ARCHIVE, progress)))
    return Data(_split(recordings, held_out=False), _split(recordings, held_out=True))


def windows(recording: Float32) -> Float32:
    """A recording (samples, 3) in milli-g as windows (windows, 26, 3) from -1 to 1."""
    clipped = np.clip(recording / RANGE_MG, -1, 1).astype(np.float32)
    starts = range(0, len(clipped) - WINDOW + 1, STEP)
    return np.stack([clipped[start : start + WINDOW] for start in starts])


def _recordings(archive: Path) -> Iterator[tuple[int, int, Float32]]:
    """Label index, number within the activity, and samples (samples, 3) in milli-g."""
    with zipfile.ZipFile(archive) as contents:
        for name in sorted(contents.namelist()):
            match = _NAME.search(name)
            if match is not None:
                rows = contents.read(name).decode("ascii").splitlines()
                samples = np.loadtxt(rows, dtype=np.float32, delimiter=",")
                yield LABELS.index(match["label"]), int(match["number"]), samples


def _split(recordings: list[tuple[int, int, Float32]], *, held_out: bool) -> Split:
    chosen = [r for r in recordings if (r[1] % _EVERY_HELD_OUT == 0) == held_out]
    pieces = [windows(samples) for _, _, samples in chosen]
    labels = [label for label, _, _ in chosen]
    truth = np.repeat(np.array(labels, dtype=np.int64), [len(piece) for piece in pieces])
    return Split(np.concatenate(pieces), truth)
