"""Operators on two tensors that broadcast against each other."""

from abc import abstractmethod
from collections.abc import Sequence

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._element_wise import check_broadcast, check_same_dtype, shaped
from generator.ops._operator import Operator, check_counts, check_dtype


def operands(graph: Graph, node: Node) -> tuple[Tensor, Tensor, Tensor]:
    """First input, second input, output."""
    return graph.input_tensor(node, 0), graph.input_tensor(node, 1), graph.output_tensor(node)


def check_pair(graph: Graph, node: Node, *dtypes: str) -> tuple[Tensor, Tensor, Tensor]:
    """Demands two inputs and an output of the same dtype, one of those named; gives them."""
    check_counts(graph, node, (2, 2))
    first, second, output = operands(graph, node)
    check_dtype(node, first, *dtypes)
    check_same_dtype(node, output, first, second)
    return first, second, output


def check_binary(graph: Graph, node: Node, *dtypes: str) -> None:
    """The same, and shapes that broadcast to the output's."""
    first, second, output = check_pair(graph, node, *dtypes)
    check_broadcast(node, output, first, second)


class PlainBinary(Operator):
    """An operator whose outputs are a function of the stored values alone, whatever the scale."""

    @abstractmethod
    def compute(self, a: Array, b: Array) -> Array:
        """The outputs for two arrays that broadcast."""

    def check(self, graph: Graph, node: Node) -> None:
        check_binary(graph, node, *self.dtypes)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return shaped(self.compute(*inputs), graph, node)
