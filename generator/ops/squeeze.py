"""SQUEEZE: the same elements without some or all of the axes that have one index."""

from generator.graph import Graph, Node
from generator.ops._layout import Renaming, check_axis, check_output
from generator.ops._operator import check_counts, refuse


class Squeeze(Renaming):
    """Input: a tensor of any dtype. `squeeze_dims` names the axes; none stands for all."""

    name = "SQUEEZE"
    options = "SqueezeOptions"
    dtypes = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")

    def check_shapes(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        shape = graph.input_tensor(node, 0).shape
        named = {check_axis(node, axis, len(shape)) for axis in node.attributes["squeeze_dims"]}
        dropped = named or {axis for axis, size in enumerate(shape) if size == 1}
        for axis in sorted(dropped):
            if shape[axis] != 1:
                refuse(node, f"axis {axis} has {shape[axis]} indices and cannot be dropped")
        kept = tuple(size for axis, size in enumerate(shape) if axis not in dropped)
        check_output(graph, node, kept)


OPERATOR = Squeeze()
