"""TensorFlow's SavedModel folders, as `model.export` and `tf.saved_model.save` write them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from generator.errors import ModelError
from generator.train.conversion.network import Array, Input, Network, in_batches, single

_SIGNATURE = "serving_default"


def load(path: Path) -> Network:
    """Reads the signature `serving_default`.

    Raises ModelError for a folder that is no SavedModel or has no such signature.
    """
    try:
        saved = tf.saved_model.load(str(path))
    except (OSError, ValueError, tf.errors.OpError) as error:
        raise ModelError(
            "TensorFlow cannot read it as a SavedModel.",
            where=str(path),
            hint="The folder must hold saved_model.pb, as model.export(FOLDER) writes it.",
        ) from error
    if _SIGNATURE not in saved.signatures:
        raise ModelError(f"It has no signature {_SIGNATURE!r} to convert.", where=str(path))
    signature = saved.signatures[_SIGNATURE]
    specs = signature.structured_input_signature[1]
    inputs = tuple(
        single(name, spec.shape.as_list(), spec.dtype.as_numpy_dtype)
        for name, spec in specs.items()
    )
    return Network(
        inputs,
        lambda arrays: in_batches(lambda batch: _call(signature, inputs, batch), arrays),
        lambda: _converter(saved, signature, inputs),
    )


def _call(signature: Any, inputs: tuple[Input, ...], batch: Sequence[Array]) -> Array:
    named = {
        each.name: tf.constant(array, dtype=tf.as_dtype(each.dtype))
        for each, array in zip(inputs, batch, strict=True)
    }
    return np.asarray(next(iter(signature(**named).values())))


def _converter(saved: Any, signature: Any, inputs: tuple[Input, ...]) -> Any:
    """A converter of the signature with its batch closed to one."""
    names = [each.name for each in inputs]

    specs = [tf.TensorSpec(each.shape, tf.as_dtype(each.dtype), each.name) for each in inputs]

    def fixed(*arrays: Any) -> Any:
        return signature(**dict(zip(names, arrays, strict=True)))

    function = tf.function(fixed, input_signature=specs).get_concrete_function()
    return tf.lite.TFLiteConverter.from_concrete_functions([function], saved)
