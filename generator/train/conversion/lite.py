"""What a .tflite file answers, computed by TensorFlow Lite, in real numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from generator.train.conversion.network import Array
from generator.train.quiet import quiet


def first_output(model: bytes, inputs: Sequence[Array]) -> Array:
    """The first output, float32, for real-valued inputs; both are quantised as the file says.

    inputs: one array for each input of the file, in its order, batch first.
    """
    interpreter = _interpreter(model)
    entries, leaving = interpreter.get_input_details(), interpreter.get_output_details()[0]
    outputs = []
    for example in zip(*inputs, strict=True):
        for entry, array in zip(entries, example, strict=True):
            interpreter.set_tensor(entry["index"], _quantised(array[np.newaxis], entry))
        interpreter.invoke()
        outputs.append(_real(interpreter.get_tensor(leaving["index"]), leaving))
    return np.concatenate(outputs)


def input_order(model: bytes, names: Sequence[str]) -> list[int]:
    """For each input of the file, which of a network's inputs it is.

    The converter may reorder several inputs; it keeps their names within its own.
    """
    entries = [entry["name"] for entry in _interpreter(model).get_input_details()]
    plain = [name.split(":")[0] for name in names]
    found = [[i for i, name in enumerate(plain) if name in entry] for entry in entries]
    if sorted(each[0] for each in found if len(each) == 1) == list(range(len(names))):
        return [each[0] for each in found]
    return list(range(len(names)))


def _interpreter(model: bytes) -> Any:
    """The reference kernels round as the published specification says.

    They lack an operator here and there that the optimised ones have.
    """
    kinds = tf.lite.experimental.OpResolverType
    with quiet():
        try:
            return _allocated(model, kinds.BUILTIN_REF)
        except (RuntimeError, ValueError):
            return _allocated(model, kinds.BUILTIN_WITHOUT_DEFAULT_DELEGATES)


def _allocated(model: bytes, kernels: Any) -> Any:
    interpreter = tf.lite.Interpreter(model_content=model, experimental_op_resolver_type=kernels)
    interpreter.allocate_tensors()
    return interpreter


def _quantised(array: Array, tensor: dict[str, Any]) -> Array:
    scale, zero_point = tensor["quantization"]
    dtype = np.dtype(tensor["dtype"])
    if not scale:
        return array.astype(dtype)
    limits = np.iinfo(dtype)
    stored = np.round(array.astype(np.float64) / scale) + zero_point
    clipped: Array = np.clip(stored, limits.min, limits.max).astype(dtype)
    return clipped


def _real(array: Array, tensor: dict[str, Any]) -> npt.NDArray[np.float32]:
    scale, zero_point = tensor["quantization"]
    if not scale:
        return array.astype(np.float32)
    real: npt.NDArray[np.float64] = (array.astype(np.float64) - zero_point) * scale
    return real.astype(np.float32)
