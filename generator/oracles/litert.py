"""LiteRT, the interpreter of telephones: a second opinion, the wheel `ai-edge-litert`.

It rounds some integer layers differently from TensorFlow Lite Micro, by a count here and there.
"""

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.graph import Array, Graph
from generator.oracles import Unavailable

RANK = 2
EXACT = False
FOREIGN = True


class Lite:
    """A model in LiteRT."""

    title = "LiteRT"

    def __init__(self, interpreter: Any) -> None:
        self._interpreter = interpreter
        self._inputs = [each["index"] for each in interpreter.get_input_details()]
        self._outputs = [each["index"] for each in interpreter.get_output_details()]

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference from the initial state."""
        self._interpreter.reset_all_variables()
        for index, value in zip(self._inputs, inputs, strict=True):
            self._interpreter.set_tensor(index, value)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index) for index in self._outputs]


def open_model(model: Path, graph: Graph | None) -> Lite:
    """Raises Unavailable without the wheel, or for what the interpreter refuses."""
    del graph
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if model.suffix.lower() != ".tflite":
        raise Unavailable("it reads only .tflite files")
    try:
        module = importlib.import_module("ai_edge_litert.interpreter")
    except ImportError as error:
        raise Unavailable("the wheel ai-edge-litert is not installed") from error
    try:
        interpreter = module.Interpreter(
            model_content=model.read_bytes(),
            num_threads=1,
            # Its own kernels; the delegate for this computer's processor rounds differently again.
            experimental_op_resolver_type=module.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
        interpreter.allocate_tensors()
    except (RuntimeError, ValueError) as error:
        raise Unavailable(f"it refuses the model: {str(error).splitlines()[0][:100]}") from error
    return Lite(interpreter)
