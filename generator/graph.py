"""The model as a graph: frozen tensors and nodes, named and ordered, free of any file format."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.errors import ModelError

Array = npt.NDArray[Any]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Quantization:
    """Affine quantisation: real = scale * (stored - zero_point).

    scales, zero_points: one entry for the whole tensor, or one for each index along `axis`.
    Source: TensorFlow Lite 8-bit quantisation specification.
    """

    scales: tuple[float, ...]
    zero_points: tuple[int, ...]
    axis: int = 0

    @property
    def scale(self) -> float:
        """The scale of a tensor that is quantised as a whole."""
        return self.scales[0]

    @property
    def zero_point(self) -> int:
        """The zero point of a tensor that is quantised as a whole."""
        return self.zero_points[0]

    @property
    def per_channel(self) -> bool:
        """Whether every index along `axis` has a scale of its own."""
        return len(self.scales) > 1


@dataclass(frozen=True, eq=False)
class Tensor:
    """A tensor: an activation, a constant (has `data`), or a variable that outlives one inference.

    shape: as stored, batch first, channels last; () is a scalar.
    initial: what a variable holds before the first inference; None means what stands for 0.0.
    """

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    quantization: Quantization | None = None
    data: Array | None = None
    variable: bool = False
    initial: Array | None = None

    @property
    def is_constant(self) -> bool:
        """Whether the value is known before the program runs."""
        return self.data is not None

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    @property
    def size_bytes(self) -> int:
        """The bytes that the elements take."""
        return self.size * self.dtype.itemsize

    @property
    def affine(self) -> Quantization:
        """The quantisation of a tensor whose operator's check demanded one."""
        assert self.quantization is not None, f"{self} was not checked"
        return self.quantization

    @property
    def value(self) -> Array:
        """The data of a tensor whose operator's check demanded a constant."""
        assert self.data is not None, f"{self} was not checked"
        return self.data

    @property
    def label(self) -> str:
        """The name for people: converters join the names of all that they fused with ";"."""
        return self.name.split(";")[0]

    def __str__(self) -> str:
        return f"{self.label} ({self.dtype} {'x'.join(map(str, self.shape)) or 'scalar'})"


@dataclass(frozen=True)
class Node:
    """One operation of the graph.

    name: unique, made of the position and the operator: "3 CONV_2D".
    op: the operator's TensorFlow Lite name: "CONV_2D".
    inputs: tensor names; None stands for an optional input that is absent.
    attributes: the operator's options in snake case: {"stride_w": 2, "padding": "SAME", …}.
    """

    name: str
    op: str
    inputs: tuple[str | None, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, eq=False)
class Graph:
    """A model: `nodes` in an order in which they can run, and every tensor that they name.

    sha256: of the file it was read from, in hexadecimal.
    """

    name: str
    tensors: Mapping[str, Tensor]
    nodes: tuple[Node, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    sha256: str

    def input_tensor(self, node: Node, position: int) -> Tensor:
        """The tensor at an input that must be there; raises ModelError where it is not."""
        name = node.inputs[position] if position < len(node.inputs) else None
        if name is None:
            raise ModelError(f"input {position} is missing", where=node.name)
        return self.tensors[name]

    def optional_input(self, node: Node, position: int) -> Tensor | None:
        """The tensor at an optional input, or None where it is absent."""
        name = node.inputs[position] if position < len(node.inputs) else None
        return None if name is None else self.tensors[name]

    def output_tensor(self, node: Node, position: int = 0) -> Tensor:
        """The tensor that a node writes."""
        return self.tensors[node.outputs[position]]

    def with_nodes(self, nodes: tuple[Node, ...]) -> "Graph":
        """The same graph with other nodes; tensors that nothing names any more are dropped."""
        named = {*self.inputs, *self.outputs}
        for node in nodes:
            named.update(name for name in (*node.inputs, *node.outputs) if name is not None)
        kept = {name: tensor for name, tensor in self.tensors.items() if name in named}
        return replace(self, nodes=nodes, tensors=kept)
