"""Everything is int8, inputs and outputs included; weights have a scale per channel."""

from typing import Any

import tensorflow as tf

NEEDS_DATA = True


def configure(converter: Any) -> None:
    """Asks for integers only, so that what cannot be int8 fails here and not on the device."""
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.int8
    converter.inference_output_type = tf.int8
