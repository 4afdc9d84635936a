"""Fashion-MNIST: 28x28 grey pictures of ten kinds of clothes, MIT licence.

Han Xiao, Kashif Rasul, Roland Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
Machine Learning Algorithms", arXiv:1708.07747.
"""

import gzip
from pathlib import Path

import numpy as np

from generator.progress import Progress
from generator.train.data import Data
from generator.train.datasets import local, pictures
from generator.train.datasets.download import Archive, fetch

LABELS = (
    "T-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "boot",
)
NAME = "Fashion-MNIST"
SOURCE = "Fashion-MNIST (Xiao, Rasul and Vollgraf, arXiv:1708.07747), MIT"
_EXCERPT = "datasets/fashion_mnist_20k_10k.npz"

_BASE = "https://fashion-mnist.s3.eu-central-1.amazonaws.com"
# SHA-256 as in TensorFlow Datasets' list of checksums.
_FILES = {
    "x_train": (
        "train-images-idx3-ubyte.gz",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    ),
    "y_train": (
        "train-labels-idx1-ubyte.gz",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    ),
    "x_test": (
        "t10k-images-idx3-ubyte.gz",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    ),
    "y_test": (
        "t10k-labels-idx1-ubyte.gz",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
}


def load(data: Path | None, progress: Progress) -> Data:
    """All 10,000 test pictures, and 20,000 of the training ones from an excerpt, or all 60,000.

    The excerpt is looked for in the folder `data` or where shared data usually lies; without it
    the public files are downloaded. Raises RequestError where `data` is given but has none,
    ToolError where a download fails.
    """
    found = local.find(_EXCERPT, data)
    if found:
        return pictures.from_npz(found)
    files = {
        part: fetch(Archive(f"{_BASE}/{name}", digest), progress)
        for part, (name, digest) in _FILES.items()
    }
    return pictures.of_arrays({part: idx(path) for part, path in files.items()})


def idx(path: Path) -> pictures.UInt8:
    """The array in a gzipped IDX file of bytes: two zeros, type 8, the rank, big-endian sizes.

    Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "File formats".
    """
    content = gzip.decompress(path.read_bytes())
    rank = content[3]
    shape = np.frombuffer(content, ">u4", rank, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)
