"""ASSIGN_VARIABLE: a variable takes a value, which it keeps until the next inference."""

from collections.abc import Sequence

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts
from generator.ops._variable import check_variable


class AssignVariable(Operator):
    """Inputs: a variable; a value of the same dtype and number of elements. No output."""

    name = "ASSIGN_VARIABLE"
    options = "AssignVariableOptions"
    dtypes = ("int8", "int16", "int32", "float32", "bool", "uint8")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2), outputs=0)
        check_variable(node, graph.input_tensor(node, 0), graph.input_tensor(node, 1))

    def written_variables(self, graph: Graph, node: Node) -> tuple[str, ...]:
        return (graph.input_tensor(node, 0).name,)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (inputs[1].reshape(graph.input_tensor(node, 0).shape),)


OPERATOR = AssignVariable()
