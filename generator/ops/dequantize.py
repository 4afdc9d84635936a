"""DEQUANTIZE: stored integers to the real numbers that they stand for."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._convolution import check_zero_points
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_shape,
)


class Dequantize(Operator):
    """Input: int8, uint8 or int16, one scale. Output: float32 of the same shape."""

    name = "DEQUANTIZE"

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, "int8", "uint8", "int16")
        check_dtype(node, output, "float32")
        check_per_tensor(node, given)
        check_zero_points(node, given)
        check_shape(node, output, given.shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        quantization = graph.input_tensor(node, 0).affine
        exact = quantization.scale * (inputs[0].astype(np.float64) - quantization.zero_point)
        return (exact.astype(np.float32),)


OPERATOR = Dequantize()
