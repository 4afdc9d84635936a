"""A depthwise-separable network for small colour pictures and smaller memories.

The first convolution strides, so that no tensor is much larger than the picture itself; residual
blocks follow at two sizes (the blocks are MobileNet's, Howard et al., arXiv:1704.04861).
"""

from typing import Any


def build(first: int, stages: tuple[tuple[int, int], ...], labels: int, dropout: float) -> Any:
    """The Keras model (batch, 32, 32, 3) -> logits (batch, labels).

    first: filters of the first convolution, which halves the picture.
    stages: channels and residual blocks of each, every stage at half the size of the former.
    """
    from tensorflow import keras

    entry = keras.Input((32, 32, 3))
    x = _convolution(entry, first, 3, 2)
    for index, (width, blocks) in enumerate(stages):
        x = _convolution(_depthwise(x, 1 if index == 0 else 2), width, 1, 1)
        for _ in range(blocks):
            x = keras.layers.Add()([x, _convolution(_depthwise(x, 1), width, 1, 1)])
    x = keras.layers.AveragePooling2D(x.shape[1])(x)
    x = keras.layers.Dropout(dropout)(keras.layers.Flatten()(x))
    return keras.Model(entry, keras.layers.Dense(labels)(x))


def _depthwise(x: Any, stride: int) -> Any:
    from tensorflow import keras

    x = keras.layers.DepthwiseConv2D(3, stride, padding="same", use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.95)(x))


def _convolution(x: Any, width: int, kernel: int, stride: int) -> Any:
    from tensorflow import keras

    x = keras.layers.Conv2D(width, kernel, stride, padding="same", use_bias=False)(x)
    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.95)(x))
