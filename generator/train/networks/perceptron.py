"""A multi-layer perceptron."""

from typing import Any


def build(inputs: int, widths: tuple[int, ...]) -> Any:
    """The Keras model (batch, inputs) -> (batch, widths[-1]), ReLU between the layers."""
    from tensorflow import keras

    entry = keras.Input((inputs,))
    x = entry
    for width in widths[:-1]:
        x = keras.layers.Dense(width, activation="relu")(x)
    return keras.Model(entry, keras.layers.Dense(widths[-1])(x))
