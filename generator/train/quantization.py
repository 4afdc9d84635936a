"""A trained Keras model to an int8 .tflite: full integer, weights with a scale per channel."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf
from tensorflow import keras

Float32 = npt.NDArray[np.float32]


def to_int8(model: Any, calibration: Float32) -> bytes:
    """The .tflite file of a Keras model that yields logits, with a softmax added.

    calibration: float32 (clips, *input shape), typical inputs from which TensorFlow's converter
    takes the ranges of activations; they must span exactly the input's range, for it sets the
    input's scale as well (TensorFlow documentation, "Post-training integer quantization").
    """
    entry = keras.Input(batch_shape=(1, *calibration.shape[1:]))
    deployed = keras.Model(entry, keras.layers.Softmax()(model(entry)))
    converter = tf.lite.TFLiteConverter.from_keras_model(deployed)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.int8
    converter.inference_output_type = tf.int8

    def representative() -> Iterator[list[Float32]]:
        for clip in calibration:
            yield [clip[np.newaxis]]

    converter.representative_dataset = representative
    return bytes(converter.convert())
