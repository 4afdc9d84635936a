"""READ_VARIABLE: the value of a variable as it is at this point of the inference."""

from collections.abc import Sequence

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts
from generator.ops._variable import check_variable


class ReadVariable(Operator):
    """Input: a variable. Output: its value, of the same dtype and number of elements."""

    name = "READ_VARIABLE"
    options = "ReadVariableOptions"
    dtypes = ("int8", "int16", "int32", "float32", "bool", "uint8")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        check_variable(node, graph.input_tensor(node, 0), graph.output_tensor(node))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (inputs[0].reshape(graph.output_tensor(node).shape),)


OPERATOR = ReadVariable()
