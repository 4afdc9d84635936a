"""Vibration of a motor's bearings, new and with faults of three sizes, by Case Western Reserve.

Drive-end accelerometer, 12,000 samples a second, shaft at about 1,797 turns a minute. The data has
no formal licence, so nothing made of it is shipped. The recording of the normal bearing was taken
at 48,000 samples a second: its lines at 119.8, 147.7 and 161.6 Hz (4 shaft turns; the two that the
faulty recordings have as well) are there only if it is read so. It is brought to 12,000 here.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generator.errors import ToolError
from generator.train.datasets import local

NAME = "CWRU bearings"
SOURCE = "Case Western Reserve University Bearing Data Center, no formal licence"
LICENCE = "the CWRU bearing data has no formal licence"
LABELS = ("normal", "ball", "inner race", "outer race")
SAMPLE_RATE_HZ = 12_000

_FILE = "datasets/anomaly/cwru_bearing_de.npz"
_PREFIXES = {"normal": 0, "ball": 1, "ir": 2, "or": 3}
_NORMAL_DECIMATION = 4

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Recording:
    """One bearing. name: "ir007_0hp" is an inner race fault of 0.007 inch, without load.

    label: the index in LABELS. vibration: in g, 12,000 samples a second.
    """

    name: str
    label: int
    vibration: Float64


def recordings(data: Path | None) -> tuple[Recording, ...]:
    """All recordings of the shared data, or of the folder `data`.

    Raises RequestError where `data` is given but has none, ToolError where there is no file at all.
    """
    path = local.find(_FILE, data)
    if path is None:
        raise ToolError(
            f"There is no {_FILE}, the bearing data, on this computer.",
            hint="Take it from https://engineering.case.edu/bearingdatacenter: an .npz file with "
            "one float32 array for each recording, normal_0hp, ir007_0hp, ball007_0hp, …; its "
            "folder goes to --data or GENERATOR_DATA.",
        )
    with np.load(path) as file:
        return tuple(_recording(name, file[name].astype(np.float64)) for name in sorted(file))


def _recording(name: str, samples: Float64) -> Recording:
    label = next(label for prefix, label in _PREFIXES.items() if name.startswith(prefix))
    return Recording(name, label, _decimated(samples) if label == 0 else samples)


def _decimated(samples: Float64) -> Float64:
    """Every fourth sample behind a low pass: a windowed sinc of 129 taps, -6 dB at 6 kHz."""
    at = np.arange(-64, 65)
    taps = np.sinc(at / _NORMAL_DECIMATION) * np.hamming(len(at))
    filtered: Float64 = np.convolve(samples, taps / taps.sum(), "same")[::_NORMAL_DECIMATION]
    return filtered
