"""CIFAR-10: 32x32 colour pictures of ten kinds of things, without a licence: nothing of it ships.

Alex Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
"""

import io
import pickle
import tarfile
from pathlib import Path
from typing import Any

import numpy as np

from generator.progress import Progress
from generator.train.data import Data
from generator.train.datasets import local, pictures
from generator.train.datasets.download import Archive, fetch

LABELS = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
LICENCE = "CIFAR-10 has no formal licence"
NAME = "CIFAR-10"
SOURCE = "CIFAR-10 (Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009)"
# 500 + 200 pictures of each kind that went through JPEG: good for trying, not for records.
_EXCERPT = "datasets/cifar10_5k_2k.npz"
# The SHA-256 of Keras's `keras.datasets.cifar10`.
_ARCHIVE = Archive(
    "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
    "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
)


def load(data: Path | None, progress: Progress) -> Data:
    """An excerpt of 5,000 and 2,000 pictures, from `data` or shared data, or all 60,000.

    Without the excerpt the public archive is downloaded. Raises RequestError where `data` is given
    but has none, ToolError where a download fails.
    """
    found = local.find(_EXCERPT, data)
    return pictures.from_npz(found) if found else from_archive(fetch(_ARCHIVE, progress))


def from_archive(path: Path) -> Data:
    """The data set from its public archive, whose checksum `fetch` has checked."""
    batches: dict[str, dict[str, Any]] = {}
    with tarfile.open(path, "r:gz") as contents:
        for member in contents:
            name = Path(member.name).name
            file = contents.extractfile(member) if "_batch" in name else None
            if file is not None:
                batches[name] = pickle.load(io.BytesIO(file.read()), encoding="latin1")
    training = sorted(name for name in batches if name.startswith("data_batch"))
    parts = {"train": training, "test": ["test_batch"]}
    arrays = {f"x_{part}": _pictures(batches, names) for part, names in parts.items()}
    arrays |= {f"y_{part}": _labels(batches, names) for part, names in parts.items()}
    return pictures.of_arrays(arrays)


def _pictures(batches: dict[str, dict[str, Any]], names: list[str]) -> pictures.UInt8:
    """Stored as rows of 3 x 32 x 32; the networks read the channels last."""
    rows = np.concatenate([batches[name]["data"] for name in names])
    return np.ascontiguousarray(rows.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))


def _labels(batches: dict[str, dict[str, Any]], names: list[str]) -> pictures.UInt8:
    return np.concatenate([batches[name]["labels"] for name in names]).astype(np.uint8)
