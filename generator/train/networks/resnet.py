"""A residual network for small colour pictures (He et al., arXiv:1512.03385, section 4.2)."""

from typing import Any


def build(widths: tuple[int, ...], labels: int, dropout: float) -> Any:
    """The Keras model (batch, 32, 32, 3) -> logits (batch, labels): one block for each width.

    The first convolution has the first width; every block after the first halves the picture.
    """
    from tensorflow import keras

    entry = keras.Input((32, 32, 3))
    x = keras.layers.ReLU()(_convolution(entry, widths[0], 3, 1))
    for index, width in enumerate(widths):
        x = _block(x, width, 1 if index == 0 else 2)
    x = keras.layers.AveragePooling2D(x.shape[1])(x)
    x = keras.layers.Dropout(dropout)(keras.layers.Flatten()(x))
    return keras.Model(entry, keras.layers.Dense(labels)(x))


def _block(entry: Any, width: int, stride: int) -> Any:
    from tensorflow import keras

    x = keras.layers.ReLU()(_convolution(entry, width, 3, stride))
    x = _convolution(x, width, 3, 1)
    same = entry if stride == 1 else _convolution(entry, width, 1, stride)
    return keras.layers.ReLU()(keras.layers.Add()([x, same]))


def _convolution(x: Any, width: int, kernel: int, stride: int) -> Any:
    from tensorflow import keras

    x = keras.layers.Conv2D(width, kernel, stride, padding="same", use_bias=False)(x)
    return keras.layers.BatchNormalization(momentum=0.95)(x)
