"""What a Keras model says of itself, for either generation of Keras."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.errors import ModelError
from generator.train.conversion.network import Array, Input, in_batches, single


def inputs(model: Any) -> tuple[Input, ...]:
    """The inputs in the order in which the model takes them.

    Raises ModelError for a model that was never given an input shape.
    """
    tensors = getattr(model, "inputs", None)
    if not tensors:
        raise ModelError(
            "The network does not say what its inputs are.",
            hint="Build it with an Input layer, or call it once before it is saved.",
        )
    return tuple(
        single(tensor.name, tuple(tensor.shape), _dtype_name(tensor.dtype)) for tensor in tensors
    )


def first_output(model: Any, arrays: Sequence[Array]) -> Array:
    """The model's first output for arrays with any batch."""

    def call(batch: Sequence[Array]) -> Any:
        output = model(batch[0] if len(batch) == 1 else list(batch), training=False)
        return np.asarray(_first(output))

    return in_batches(call, arrays)


def _first(output: Any) -> Any:
    """Of one, several or named outputs the first."""
    if isinstance(output, dict):
        return next(iter(output.values()))
    return output[0] if isinstance(output, list | tuple) else output


def _dtype_name(dtype: Any) -> str:
    return str(getattr(dtype, "name", dtype))
