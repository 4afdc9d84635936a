"""BROADCAST_ARGS: the shape that two shapes broadcast to."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import check_pair
from generator.ops._operator import Operator, check_rank, check_shape


class BroadcastArgs(Operator):
    """Inputs: two shapes, int32 or int64 of one dimension. Output: as long as the longer one.

    Extents are taken from the end; of two the one that is not 1, of two others the first.
    """

    name = "BROADCAST_ARGS"
    dtypes = ("int32", "int64")

    def check(self, graph: Graph, node: Node) -> None:
        first, second, output = check_pair(graph, node, *self.dtypes)
        for tensor in (first, second):
            check_rank(node, tensor, 1)
        check_shape(node, output, (max(first.size, second.size),))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        output = graph.output_tensor(node)
        first, second = (
            np.concatenate([np.ones(output.size - shape.size, shape.dtype), shape])
            for shape in inputs
        )
        return (np.where(first == 1, second, first),)


OPERATOR = BroadcastArgs()
