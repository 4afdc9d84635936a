"""EXPAND_DIMS: the same elements with one more axis, of a single index."""

from generator.graph import Graph, Node
from generator.ops._layout import Renaming, check_axis, check_integers, check_output
from generator.ops._operator import check_counts


class ExpandDims(Renaming):
    """Inputs: a tensor; the new axis' place, a constant int32 of one element."""

    name = "EXPAND_DIMS"
    dtypes = ("int8", "int16", "float32")

    def check_shapes(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        shape = graph.input_tensor(node, 0).shape
        axis = check_axis(node, check_integers(graph, node, 1, 1)[0], len(shape) + 1)
        check_output(graph, node, (*shape[:axis], 1, *shape[axis:]))


OPERATOR = ExpandDims()
