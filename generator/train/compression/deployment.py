"""A Keras 2 network, as it came or prepared by a method, to the .tflite file that is deployed."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

from generator import discover
from generator.train.compression.case import Case
from generator.train.data import Float32
from generator.train.naming import rename_tensors
from generator.train.quiet import quiet


def to_tflite(case: Case, network: Any, dtype: str) -> bytes:
    """The file of a network that yields what `case.network` does, with a softmax for classes.

    dtype: a word of `generator convert --dtype`.
    """
    import tensorflow as tf
    from tensorflow import keras

    entry = keras.Input(batch_shape=(1, *network.input.shape[1:]))
    output = network(entry)
    if case.answers.labels:
        output = keras.layers.Softmax()(output)
    converter = tf.lite.TFLiteConverter.from_keras_model(keras.Model(entry, output))
    module: ModuleType = discover.module("generator.train.conversion.dtypes", dtype, "dtype")
    if module.NEEDS_DATA:
        converter.representative_dataset = lambda: _one_by_one(case.calibration())
    module.configure(converter)
    with quiet():
        return rename_tensors(bytes(converter.convert()))


def _one_by_one(inputs: Float32) -> Iterator[list[Float32]]:
    for one in inputs:
        yield [one[np.newaxis]]
