"""L2_POOL_2D: the root of the mean square of each window, padding not counted."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator
from generator.ops._pooling import check_pool, pool


class L2Pool2D(Operator):
    """Input and output: float32 (batch, height, width, channels)."""

    name = "L2_POOL_2D"
    options = "Pool2DOptions"
    dtypes = ("float32",)

    def check(self, graph: Graph, node: Node) -> None:
        check_pool(graph, node, *self.dtypes)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        def root_mean_square(window: Array) -> Array:
            return np.asarray(np.sqrt(np.square(window).mean(axis=(0, 1))))

        return (pool(graph, node, inputs[0], root_mean_square),)


OPERATOR = L2Pool2D()
