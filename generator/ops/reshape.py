"""RESHAPE: the same elements under another shape."""

from collections.abc import Sequence

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts, refuse


class Reshape(Operator):
    """Inputs: a tensor of any dtype; optionally the shape (the output's own is what counts)."""

    name = "RESHAPE"

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 2))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        if given.size != output.size or given.dtype != output.dtype:
            refuse(node, f"tensors {given} and {output} do not hold the same elements")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (inputs[0].reshape(graph.output_tensor(node).shape),)


OPERATOR = Reshape()
