"""Operators on one tensor, element by element."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._element_wise import check_quantized, check_size, is_quantized, shaped
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape, refuse
from generator.quantization import dtype_range


class Unary(Operator):
    """An operator on plain values: float32 unless it names other dtypes."""

    dtypes: ClassVar[tuple[str, ...]] = ("float32",)

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        if output.dtype != given.dtype:
            refuse(node, f"tensors {given} and {output} differ in dtype")
        check_size(node, given)
        check_shape(node, output, given.shape)

    @abstractmethod
    def plain(self, x: Array, node: Node) -> Array:
        """The function of plain values."""

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        with np.errstate(all="ignore"):
            return shaped(self.plain(inputs[0], node), graph, node)


class QuantizedUnary(Unary):
    """An operator on float32, and on int8 or int16 that stand for reals by a scale."""

    def check(self, graph: Graph, node: Node) -> None:
        super().check(graph, node)
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        if self.by_scale(given):
            check_quantized(node, given, output)
            self.check_scales(graph, node)

    def by_scale(self, given: Tensor) -> bool:
        """Whether the input's values are to be taken for the reals that they stand for."""
        return is_quantized(given)

    def check_scales(self, graph: Graph, node: Node) -> None:
        """Raises ModelError for scales and zero points that the operator cannot compute with."""
        del graph, node

    @abstractmethod
    def stored(self, values: Array, graph: Graph, node: Node) -> Array:
        """The stored outputs, not yet clamped to the type, of stored inputs; both int64."""

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        output = graph.output_tensor(node)
        if not self.by_scale(graph.input_tensor(node, 0)):
            return super().reference(graph, node, inputs)
        outputs = self.stored(inputs[0].astype(np.int64), graph, node)
        return shaped(np.clip(outputs, *dtype_range(output.dtype)), graph, node)

    def table(self, graph: Graph, node: Node) -> Array:
        """The int8 outputs of all int8 inputs, from -128 to 127."""
        outputs = self.stored(np.arange(-128, 128, dtype=np.int64), graph, node)
        return np.asarray(np.clip(outputs, -128, 127), np.int8)
