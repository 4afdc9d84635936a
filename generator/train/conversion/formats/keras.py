"""Keras files: `.keras` of Keras 3 and of Keras 2."""

import zipfile
from pathlib import Path
from typing import Any

import tensorflow as tf
from tensorflow import keras

from generator.errors import ModelError
from generator.train.conversion.formats import _keras_model
from generator.train.conversion.network import Network


def load(path: Path) -> Network:
    """Reads a Keras model; its compilation is ignored.

    Raises ModelError for a file that is no Keras model, or that needs layers it does not hold.
    """
    if path.suffix == ".keras" and not zipfile.is_zipfile(path):
        raise ModelError("It is no .keras file, or a damaged one.", where=str(path))
    try:
        model = keras.models.load_model(path, compile=False)
    except (ValueError, TypeError, OSError, KeyError, ImportError, AttributeError) as error:
        raise ModelError(
            f"Keras cannot read it: {_first_line(error)}",
            where=str(path),
            hint="A network with layers of your own is best saved with model.export(FOLDER); "
            "convert that folder.",
        ) from error
    return network(model)


def network(model: Any) -> Network:
    """A model of Keras 3 in memory."""
    inputs = _keras_model.inputs(model)

    def converter() -> Any:
        entries = [keras.Input(batch_shape=each.shape, dtype=each.dtype.name) for each in inputs]
        fixed = keras.Model(entries, model(entries[0] if len(entries) == 1 else entries))
        return tf.lite.TFLiteConverter.from_keras_model(fixed)

    return Network(inputs, lambda arrays: _keras_model.first_output(model, arrays), converter)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
