"""MAX_POOL_2D: the greatest value of each window."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator
from generator.ops._pooling import check_pool, covered, limits, windows


class MaxPool2D(Operator):
    """Input and output: int8 (batch, height, width, channels) of the same scale and zero point."""

    name = "MAX_POOL_2D"
    options = "Pool2DOptions"

    def check(self, graph: Graph, node: Node) -> None:
        check_pool(graph, node)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        vertical, horizontal = windows(graph, node)
        low, high = limits(graph, node)
        output = np.empty(graph.output_tensor(node).shape, np.int8)
        for batch, row, column in np.ndindex(*output.shape[:3]):
            window = covered(inputs[0][batch], vertical, horizontal, row, column)
            output[batch, row, column] = np.clip(window.max(axis=(0, 1)), low, high)
        return (output,)


OPERATOR = MaxPool2D()
