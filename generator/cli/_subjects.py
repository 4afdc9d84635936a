"""The code of a model, on this computer or behind a console, as validation compares it."""

from collections.abc import Mapping, Sequence

import numpy as np

from generator.console import Console
from generator.graph import Array, Graph
from generator.runners.host import HostModel
from generator.validation.layers import as_array, checksum


class HostSubject:
    """The generated C on this computer. offsets: those of the memory plan."""

    def __init__(self, model: HostModel, offsets: Mapping[str, int], title: str) -> None:
        self.title = title
        self._model = model
        self._offsets = offsets

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The model's outputs."""
        self._model.forget()
        return self._model.run(inputs)

    def checksums(self, inputs: Sequence[Array]) -> Mapping[tuple[int, int], int]:
        """The CRC-32 of every layer's outputs."""
        return {
            (index, position): checksum(output)
            for index, outputs in enumerate(self._layers(inputs))
            for position, output in enumerate(outputs)
        }

    def layer(self, inputs: Sequence[Array], index: int) -> tuple[bytes, ...]:
        """The bytes of one layer's outputs."""
        return tuple(output.tobytes() for output in self._layers(inputs)[index])

    def _layers(self, inputs: Sequence[Array]) -> list[tuple[Array, ...]]:
        self._model.forget()
        return list(self._model.layers(inputs, self._offsets))


class ConsoleSubject:
    """A firmware that was built to be validated, at the other end of its console."""

    def __init__(self, console: Console, graph: Graph, title: str) -> None:
        self.title = title
        self._console = console
        self._outputs = [graph.tensors[name] for name in graph.outputs]

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The model's outputs."""
        self._load(inputs)
        self._console.infer(1)
        data = self._console.outputs()
        return [as_array(d, tensor) for d, tensor in zip(data, self._outputs, strict=True)]

    def checksums(self, inputs: Sequence[Array]) -> Mapping[tuple[int, int], int]:
        """The CRC-32 of every layer's outputs."""
        self._load(inputs)
        return self._console.checksums()

    def layer(self, inputs: Sequence[Array], index: int) -> tuple[bytes, ...]:
        """The bytes of one layer's outputs."""
        self._load(inputs)
        return self._console.layer_outputs(index)

    def _load(self, inputs: Sequence[Array]) -> None:
        self._console.forget()
        self._console.load(b"".join(np.ascontiguousarray(each).tobytes() for each in inputs))
