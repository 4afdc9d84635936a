"""Two short convolutions over time and two dense layers, for windows of a sensor's samples."""

from typing import Any


def build(
    samples: int, axes: int, filters: tuple[int, int], hidden: int, outputs: int, dropout: float
) -> Any:
    """The Keras model (batch, samples, axes) -> logits (batch, outputs); kernels of 3 samples."""
    from tensorflow import keras

    entry = keras.Input((samples, axes))
    x = entry
    for count in filters:
        x = keras.layers.Conv1D(count, 3, activation="relu")(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dropout(dropout)(x)
    x = keras.layers.Dense(hidden, activation="relu")(x)
    return keras.Model(entry, keras.layers.Dense(outputs)(x))
