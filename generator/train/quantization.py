"""A trained Keras model to a .tflite: full integer with a scale per channel, or float."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.train.quiet import quiet

Float32 = npt.NDArray[np.float32]


def with_softmax(model: Any) -> Any:
    """A model that yields probabilities, of one that yields logits."""
    from tensorflow import keras

    return keras.Model(model.inputs[0], keras.layers.Softmax()(model.outputs[0]))


def to_int8(model: Any, calibration: Float32) -> bytes:
    """The .tflite file of a Keras model, int8 in and out, for one input at a time.

    Inputs that are numbers of words or the like, int32, stay what they are.
    calibration: float32 (inputs, *input shape), typical inputs from which TensorFlow's converter
    takes the ranges of activations; they must span exactly the input's range, for it sets the
    input's scale as well (TensorFlow documentation, "Post-training integer quantization").
    """
    import tensorflow as tf

    deployed = _for_one(model)
    dtype = tf.as_dtype(deployed.input.dtype).as_numpy_dtype
    converter = tf.lite.TFLiteConverter.from_keras_model(deployed)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    if np.issubdtype(dtype, np.floating):
        converter.inference_input_type = tf.int8
    converter.inference_output_type = tf.int8

    def representative() -> Iterator[list[Float32]]:
        for one in calibration:
            yield [one[np.newaxis].astype(dtype)]

    converter.representative_dataset = representative
    with quiet():
        return bytes(converter.convert())


def to_float(model: Any) -> bytes:
    """The .tflite file of a Keras model in float32, for one input at a time."""
    import tensorflow as tf

    with quiet():
        return bytes(tf.lite.TFLiteConverter.from_keras_model(_for_one(model)).convert())


def _for_one(model: Any) -> Any:
    if model.input.shape[0] == 1:
        return model
    from tensorflow import keras

    entry = keras.Input(batch_shape=(1, *model.inputs[0].shape[1:]))
    return keras.Model(entry, model(entry))
