"""TensorFlow Lite Micro, whose integers ours must equal bit for bit: the wheel `tflite-micro`."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tflite

from generator.graph import Array, Graph
from generator.oracles import Unavailable

RANK = 0
EXACT = True
FOREIGN = True
_ARENA_BYTES = 64 << 20


class Micro:
    """A model in TensorFlow Lite Micro."""

    title = "TensorFlow Lite Micro"

    def __init__(self, interpreter: Any, outputs: int) -> None:
        self._interpreter = interpreter
        self._outputs = outputs

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference from the initial state."""
        self._interpreter.reset()
        for position, value in enumerate(inputs):
            self._interpreter.set_input(value, position)
        self._interpreter.invoke()
        return [self._interpreter.get_output(i).copy() for i in range(self._outputs)]


def open_model(model: Path, graph: Graph | None) -> Micro:
    """Raises Unavailable without the wheel, or for what the interpreter refuses."""
    del graph
    if model.suffix.lower() != ".tflite":
        raise Unavailable("it reads only .tflite files")
    try:
        runtime = importlib.import_module("tflite_micro.python.tflite_micro.runtime")
    except ImportError as error:
        raise Unavailable("the wheel tflite-micro is not installed") from error
    try:
        data = model.read_bytes()
        interpreter = runtime.Interpreter.from_bytes(data, arena_size=_ARENA_BYTES)
    except (RuntimeError, ValueError) as error:
        raise Unavailable(f"it refuses the model: {str(error).splitlines()[0][:100]}") from error
    # The interpreter does not tell how many outputs there are.
    subgraph: Any = tflite.Model.GetRootAs(data, 0).Subgraphs(0)
    return Micro(interpreter, subgraph.OutputsLength())
