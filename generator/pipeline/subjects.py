"""The code of a model, on this computer or behind a console, as validation compares it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from generator import measure
from generator.console import Console
from generator.firmware import Firmware
from generator.graph import Array, Graph
from generator.memory import Plan
from generator.runners.host import HostModel
from generator.validation.cost import Cost
from generator.validation.layers import Subject, as_array, checksum


class Place(Subject, Protocol):
    """A subject that knows what it takes where it runs."""

    def cost(self, here: Cost) -> Cost:
        """What was taken on this computer, with what is known besides."""
        ...


class HostSubject:
    """The generated C on this computer: its arena and constants are all that it takes."""

    def __init__(self, model: HostModel, plan: Plan, weights_bytes: int, title: str) -> None:
        self.title = title
        self._model = model
        self._plan = plan
        self._weights_bytes = weights_bytes

    def cost(self, here: Cost) -> Cost:
        """Arena and constants, beside the time."""
        return replace(here, memory_bytes=self._plan.arena_bytes + self._weights_bytes)

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
        return list(self._model.layers(inputs, self._plan.offsets))


class ConsoleSubject:
    """A firmware that was built to be validated, at the other end of its console.

    timed: whether its milliseconds are those of a board.
    """

    def __init__(
        self, console: Console, graph: Graph, title: str, firmware: Firmware, *, timed: bool = True
    ) -> None:
        self._timed = timed
        self.title = title
        self._console = console
        self._firmware = firmware
        self._outputs = [graph.tensors[name] for name in graph.outputs]

    def cost(self, here: Cost) -> Cost:
        """Milliseconds and memory of the firmware, as it measured them at its start."""
        found = measure.measure(self._console.booted, self._firmware, source="serial")
        return replace(
            here,
            memory_bytes=None,
            milliseconds=found.inference.cycles.mean / found.clock_hz * 1e3
            if self._timed
            else None,
            flash_bytes=found.flash.used_bytes,
            ram_bytes=found.ram.used_bytes,
            band_percent=self._console.band_percent if self._timed else None,
        )

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
