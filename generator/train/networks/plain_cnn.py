"""Two wide convolutions with kernels of two pixels, each pooled, and two dense layers."""

from typing import Any


def build(side: int, filters: tuple[int, int], hidden: int, labels: int, dropout: float) -> Any:
    """The Keras model (batch, side, side, 1) -> logits (batch, labels); side in fours."""
    from tensorflow import keras

    entry = keras.Input((side, side, 1))
    x = entry
    for count in filters:
        x = keras.layers.Conv2D(count, 2, padding="same", activation="relu")(x)
        x = keras.layers.Dropout(dropout)(keras.layers.MaxPooling2D()(x))
    x = keras.layers.Dense(hidden, activation="relu")(keras.layers.Flatten()(x))
    x = keras.layers.Dropout(dropout)(x)
    return keras.Model(entry, keras.layers.Dense(labels)(x))
