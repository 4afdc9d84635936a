"""The network of the usual course on tiny machine learning: one convolution, one dense layer."""

from typing import Any


def build(side: int, filters: int, labels: int) -> Any:
    """The Keras model from pictures to logits: (batch, side, side, 1) -> (batch, labels)."""
    from tensorflow import keras

    return keras.Sequential(
        [
            keras.Input((side, side, 1)),
            keras.layers.Conv2D(filters, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(labels),
        ]
    )
