"""Activations are int16, weights int8: nearly float32's accuracy at int8's weight bytes."""

from typing import Any

import tensorflow as tf

NEEDS_DATA = True


def configure(converter: Any) -> None:
    """Asks for 16-bit activations with 8-bit weights, inputs and outputs included."""
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_ops = [
        tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8
    ]
    converter.inference_input_type = tf.int16
    converter.inference_output_type = tf.int16
