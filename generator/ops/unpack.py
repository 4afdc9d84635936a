"""UNPACK: one output for each index of an axis, without that axis."""

from collections.abc import Sequence

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_axis, check_moved, check_output
from generator.ops._operator import Operator, check_counts, check_rank, refuse


class Unpack(Operator):
    """Input: a tensor. Outputs: `num` tensors, as many as `axis` has indices."""

    name = "UNPACK"
    options = "UnpackOptions"
    dtypes = ("int8", "int16", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        count = int(node.attributes["num"])
        if count < 1:
            refuse(node, f"it unpacks {count} values")
        check_counts(graph, node, (1, 1), count)
        given = graph.input_tensor(node, 0)
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        check_moved(graph, node, 0, self.dtypes)
        axis = check_axis(node, node.attributes["axis"], len(given.shape))
        if given.shape[axis] != count:
            refuse(node, f"axis {axis} of {given} has not {count} indices")
        check_output(graph, node, *[(*given.shape[:axis], *given.shape[axis + 1 :])] * count)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        axis = node.attributes["axis"]
        return tuple(inputs[0].take(i, axis) for i in range(len(node.outputs)))


OPERATOR = Unpack()
