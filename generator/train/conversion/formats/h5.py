"""HDF5 files of Keras, of both generations."""

from pathlib import Path

from generator.train.conversion.formats import keras
from generator.train.conversion.network import Network


def load(path: Path) -> Network:
    """Reads the model as Keras does. Raises ModelError for a file that holds none."""
    return keras.load(path)
