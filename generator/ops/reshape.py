"""RESHAPE: the same elements under another shape."""

from generator.graph import Graph, Node
from generator.ops._layout import Renaming
from generator.ops._operator import check_counts


class Reshape(Renaming):
    """Inputs: a tensor of any dtype; optionally the shape (the output's own is what counts)."""

    name = "RESHAPE"
    dtypes = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")

    def check_shapes(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 2))


OPERATOR = Reshape()
