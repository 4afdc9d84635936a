"""Keras 2, which tensorflow-model-optimization needs, in place of TensorFlow's own Keras 3."""

import importlib.util
import inspect
import os
import sys
from typing import Any

from generator.errors import ModelError, ToolError
from generator.train.quiet import load_tensorflow

_NEEDED = {
    "tensorflow": "TensorFlow",
    "tf_keras": "tf_keras",
    "tensorflow_model_optimization": "tensorflow-model-optimization",
    "tflite_micro": "tflite-micro",
}


def use() -> None:
    """Makes `tensorflow.keras` Keras 2 in this process; must come before TensorFlow's import.

    TensorFlow documentation, "Migrating to Keras 3": TF_USE_LEGACY_KERAS.
    Raises ToolError where a package is missing.
    """
    for module, name in _NEEDED.items():
        if importlib.util.find_spec(module) is None:
            raise ToolError(
                f"Compressing needs the package {name}, which is not installed.",
                hint="pip install --pre '.[train]'",
            )
    chosen = os.environ.get("TF_USE_LEGACY_KERAS") == "1"
    assert chosen or "tensorflow" not in sys.modules, "TensorFlow has chosen its Keras already"
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    load_tensorflow()


def rebuilt(model: Any) -> Any:
    """The Keras 2 network with the layers and weights of one of Keras 3.

    Raises ModelError for a layer that Keras 2 does not have.
    """
    import tf_keras

    # A Sequential keeps the network that it stands for to itself.
    model = getattr(model, "_functional", None) or model
    tensors = {
        id(tensor): tf_keras.Input(tensor.shape[1:], dtype=str(tensor.dtype))
        for tensor in model.inputs
    }
    twins: dict[str, Any] = {}
    for _, nodes in sorted(model._nodes_by_depth.items(), reverse=True):
        for node in nodes:
            operation = node.operation
            if type(operation).__name__ == "InputLayer":
                continue
            if operation.name not in twins:
                twins[operation.name] = _twin(operation, tf_keras)
            entries = [tensors[id(tensor)] for tensor in node.input_tensors]
            output = twins[operation.name](entries[0] if len(entries) == 1 else entries)
            tensors[id(node.outputs[0])] = output
    result = tf_keras.Model(
        [tensors[id(tensor)] for tensor in model.inputs],
        [tensors[id(tensor)] for tensor in model.outputs],
    )
    for operation in model.operations:
        if operation.name in twins:
            twins[operation.name].set_weights(operation.get_weights())
    return result


def _twin(operation: Any, tf_keras: Any) -> Any:
    kind = getattr(tf_keras.layers, type(operation).__name__, None)
    if kind is None:
        raise ModelError(
            f"Keras 2 has no layer {type(operation).__name__}, which {operation.name!r} is.",
            hint="Networks of the standard layers can be compressed.",
        )
    known = inspect.signature(kind).parameters
    settings = {
        name: value
        for name, value in operation.get_config().items()
        # The weights come later; and initializers are written down differently.
        if name in known and name != "dtype" and not name.endswith("_initializer")
    }
    return kind.from_config({**settings, "name": operation.name})
