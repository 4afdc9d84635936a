"""SPLIT_V: parts of given sizes along one axis."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_integers, integers, resolve_axis
from generator.ops._operator import Operator
from generator.ops._split import DTYPES, check_parts, check_sizes, check_split_axis


def _whole(sizes: tuple[int, ...], total: int) -> tuple[int, ...]:
    """The sizes with the one that is -1, if any, replaced by what is left."""
    left = total - sum(size for size in sizes if size != -1)
    return tuple(left if size == -1 else size for size in sizes)


class SplitV(Operator):
    """Inputs: the tensor; the sizes, constant integers of which one may be -1; the axis, int32."""

    name = "SPLIT_V"
    options = "SplitVOptions"
    dtypes = DTYPES

    def check(self, graph: Graph, node: Node) -> None:
        check_parts(node, graph, 3)
        axis = check_split_axis(graph, node, 0, 2)
        shape = graph.input_tensor(node, 0).shape
        sizes = check_integers(graph, node, 1, len(node.outputs), "int32", "int64")
        check_sizes(graph, node, shape, axis, _whole(sizes, shape[axis]))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        axis = resolve_axis(integers(graph, node, 2)[0], inputs[0].ndim)
        sizes = _whole(integers(graph, node, 1), inputs[0].shape[axis])
        return tuple(np.split(inputs[0], np.cumsum(sizes)[:-1], axis))


OPERATOR = SplitV()
