"""EQUAL, LESS and their kin: bool from two tensors that broadcast against each other."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import operands
from generator.ops._element_wise import (
    check_below_one,
    check_broadcast,
    check_quantized,
    check_same_dtype,
    shaped,
)
from generator.ops._operator import Operator, check_counts, check_dtype
from generator.quantization import quantize_multiplier, rescale_array

# Bits by which 8-bit values are shifted up before they are rescaled.
LEFT_SHIFT = 8


@dataclass(frozen=True)
class ComparisonConstants:
    """What is compared: rescale((value - zero point) << LEFT_SHIFT), scale in place of ratio."""

    zero_points: tuple[int, int]
    scales: tuple[tuple[int, int], tuple[int, int]]


def constants(graph: Graph, node: Node) -> ComparisonConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, `ComparisonsPrepare`."""
    first, second = (graph.input_tensor(node, position).affine for position in (0, 1))
    return ComparisonConstants(
        (first.zero_point, second.zero_point),
        (quantize_multiplier(first.scale), quantize_multiplier(second.scale)),
    )


class Comparison(Operator):
    """output = a ? b, bool; int8 by the reals that it stands for, other dtypes as they are."""

    dtypes: ClassVar[tuple[str, ...]] = ("int8", "int32", "int64", "float32")

    @abstractmethod
    def compare(self, a: Array, b: Array) -> Array:
        """bool for two arrays that broadcast."""

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        first, second, output = operands(graph, node)
        check_dtype(node, first, *self.dtypes)
        check_same_dtype(node, first, second)
        check_dtype(node, output, "bool")
        check_broadcast(node, output, first, second)
        if first.dtype == np.int8:
            check_quantized(node, first, second)
            check_below_one(node, *constants(graph, node).scales)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        if inputs[0].dtype != np.int8:
            return shaped(self.compare(*inputs), graph, node)
        c = constants(graph, node)
        first, second = (
            rescale_array((values.astype(np.int64) - zero_point) << LEFT_SHIFT, *scale)
            for values, zero_point, scale in zip(inputs, c.zero_points, c.scales, strict=True)
        )
        return shaped(self.compare(first, second), graph, node)
