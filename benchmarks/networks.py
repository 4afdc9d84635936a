"""`python -m benchmarks.networks`: networks of layers that the shared models lack, for calibration.

Untrained, of fixed seeds: pooling with numbers of channels of every kind, and what else stands
between convolutions, each several times in other sizes. Written to benchmarks/networks/; needs
TensorFlow.
"""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from generator.train.quantization import to_float, to_int8
from generator.train.quiet import load_tensorflow

FOLDER = Path(__file__).parent / "networks"
# Pixels on a side, channels: rows of words, rows that are none, few and many.
_SIZES = ((24, 12), (20, 6), (16, 16), (12, 24))
_EXAMPLES = 40


def main() -> int:
    """Writes every network in int8 and in float32."""
    load_tensorflow()
    keras = importlib.import_module("keras")
    FOLDER.mkdir(exist_ok=True)
    for kind, build in (("pooling", _pooling), ("between", _between)):
        for side, channels in _SIZES:
            keras.utils.set_random_seed(side)
            entry = keras.Input((side, side, channels))
            model = keras.Model(entry, build(keras, entry, channels))
            name = f"{kind}_{side}x{side}x{channels}"
            (FOLDER / f"{name}_int8.tflite").write_bytes(to_int8(model, _inputs(side, channels)))
            (FOLDER / f"{name}_float.tflite").write_bytes(to_float(model))
            print(name, flush=True)
    return 0


def _inputs(side: int, channels: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    shape = (_EXAMPLES, side, side, channels)
    return np.random.default_rng(side).normal(size=shape).astype(np.float32)


def _pooling(keras: Any, x: Any, channels: int) -> Any:
    layers = keras.layers
    x = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.AveragePooling2D(3, strides=1, padding="same")(x)
    x = layers.Conv2D(channels + 2, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D((1, 2))(x)
    x = layers.AveragePooling2D((2, 1))(x)
    return layers.Dense(10)(layers.Flatten()(x))


def _between(keras: Any, x: Any, channels: int) -> Any:
    layers = keras.layers
    for make in _elements(keras):
        x = layers.Conv2D(channels, 1)(make(x))
    small = layers.AveragePooling2D(2)(x)
    x = layers.Concatenate()([x, layers.UpSampling2D(2, interpolation="bilinear")(small)])
    x = layers.Conv2DTranspose(channels, 3, strides=2, padding="same")(layers.MaxPooling2D(2)(x))
    gate = layers.Activation("sigmoid")(layers.Conv2D(channels, 1)(x))
    x = layers.Subtract()([layers.Multiply()([x, gate]), x])
    return layers.Dense(10)(layers.GlobalAveragePooling2D()(x))


def _elements(keras: Any) -> Iterator[Callable[[Any], Any]]:
    layers = keras.layers
    yield layers.ZeroPadding2D(1)
    yield layers.LeakyReLU(negative_slope=0.1)
    yield layers.Activation("tanh")
    yield layers.Activation("hard_swish")
    yield layers.PReLU(shared_axes=(1, 2))
    yield layers.Activation("elu")


if __name__ == "__main__":
    sys.exit(main())
