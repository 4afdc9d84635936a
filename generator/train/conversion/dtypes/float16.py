"""Weights are stored as float16, half the bytes; everything is computed in float32."""

from typing import Any

import tensorflow as tf

NEEDS_DATA = False


def configure(converter: Any) -> None:
    """Asks for float16 weights."""
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
