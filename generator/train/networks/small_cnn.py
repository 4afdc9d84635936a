"""Three convolutions for small grey pictures, pooled by a learned weight for each place.

What stands where matters in centred pictures, so the last layer before the classifier is a
depthwise convolution over the whole picture in place of an average: a fiftieth of the weights of
a dense layer on all pixels.
"""

from typing import Any


def build(side: int, filters: tuple[int, int, int], labels: int, dropout: float) -> Any:
    """The Keras model (batch, side, side, 1) -> logits (batch, labels); side in fours."""
    from tensorflow import keras

    entry = keras.Input((side, side, 1))
    x = keras.layers.MaxPooling2D()(_convolution(entry, filters[0]))
    x = keras.layers.MaxPooling2D()(_convolution(x, filters[1]))
    x = _convolution(x, filters[2])
    x = keras.layers.DepthwiseConv2D(side // 4, use_bias=False)(x)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.95)(x))
    x = keras.layers.Dropout(dropout)(keras.layers.Flatten()(x))
    return keras.Model(entry, keras.layers.Dense(labels)(x))


def _convolution(x: Any, filters: int) -> Any:
    from tensorflow import keras

    x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.95)(x))
