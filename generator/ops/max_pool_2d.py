"""MAX_POOL_2D: the greatest value of each window."""

from collections.abc import Sequence

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator
from generator.ops._pooling import check_pool, pool


class MaxPool2D(Operator):
    """Input and output: int8, int16 or float32 (batch, height, width, channels), same scale."""

    name = "MAX_POOL_2D"
    options = "Pool2DOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_pool(graph, node, *self.dtypes)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (pool(graph, node, inputs[0], lambda window: window.max(axis=(0, 1))),)


OPERATOR = MaxPool2D()
