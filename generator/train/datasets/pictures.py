"""Labelled pictures as the networks read them: pixels from 0 to 1, channels last."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generator.train.data import Data, Float32, Split

UInt8 = npt.NDArray[np.uint8]


def real(pixels: UInt8) -> Float32:
    """Pixels (pictures, height, width[, 3]) from 0 to 1, with a last axis for the channels."""
    with_channels = pixels if pixels.ndim == 4 else pixels[..., np.newaxis]
    return with_channels.astype(np.float32) / np.float32(255)


def split(pixels: UInt8, labels: npt.NDArray[np.integer]) -> Split:
    """Pictures with their labels."""
    return Split(real(pixels), labels.reshape(-1).astype(np.int64))


def from_npz(path: Path) -> Data:
    """A data set in Keras's layout: `x_train`, `y_train`, `x_test` and `y_test`."""
    with np.load(path, allow_pickle=False) as file:
        return of_arrays(file)


def of_arrays(arrays: Mapping[str, npt.NDArray[np.uint8]]) -> Data:
    """A data set of those four arrays."""
    return Data(
        training=split(arrays["x_train"], arrays["y_train"]),
        testing=split(arrays["x_test"], arrays["y_test"]),
    )
