"""AVERAGE_POOL_2D: the mean of each window, padding not counted."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator
from generator.ops._pooling import check_pool, covered, limits, windows


class AveragePool2D(Operator):
    """Input and output: int8 (batch, height, width, channels) of the same scale and zero point.

    The sum is divided by the number of elements under the window and rounded half away from zero.
    Source: TensorFlow Lite, `reference_integer_ops::AveragePool`.
    """

    name = "AVERAGE_POOL_2D"
    options = "Pool2DOptions"

    def check(self, graph: Graph, node: Node) -> None:
        check_pool(graph, node)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        vertical, horizontal = windows(graph, node)
        low, high = limits(graph, node)
        output = np.empty(graph.output_tensor(node).shape, np.int8)
        for batch, row, column in np.ndindex(*output.shape[:3]):
            window = covered(inputs[0][batch], vertical, horizontal, row, column)
            count = window.shape[0] * window.shape[1]
            total = window.sum(axis=(0, 1))
            mean = np.sign(total) * ((np.abs(total) + count // 2) // count)
            output[batch, row, column] = np.clip(mean, low, high)
        return (output,)


OPERATOR = AveragePool2D()
