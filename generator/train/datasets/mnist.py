"""MNIST: 28x28 grey pictures of handwritten digits, CC-BY-SA-3.0 (hence nothing of it ships).

Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to Document
Recognition", Proceedings of the IEEE 86 (1998).
"""

from pathlib import Path

from generator.progress import Progress
from generator.train.data import Data
from generator.train.datasets import local, pictures
from generator.train.datasets.download import Archive, fetch

# The file and SHA-256 of Keras's `keras.datasets.mnist`.
_ARCHIVE = Archive(
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
)


def load(data: Path | None, progress: Progress) -> Data:
    """60,000 training and 10,000 test pictures, from the folder `data`, shared data, or the web.

    Raises RequestError where `data` is given but has none, ToolError where a download fails.
    """
    found = local.find("datasets/mnist.npz", data) or fetch(_ARCHIVE, progress)
    return pictures.from_npz(found)
