"""SELECT_V2: elements of one tensor or the other, as a third says."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_broadcast, check_same_dtype, shaped
from generator.ops._operator import Operator, check_counts, check_dtype


class SelectV2(Operator):
    """output = a where the condition holds, else b; all three broadcast. The condition is bool."""

    name = "SELECT_V2"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (3, 3))
        condition, first, second = (graph.input_tensor(node, i) for i in range(3))
        output = graph.output_tensor(node)
        check_dtype(node, condition, "bool")
        check_dtype(node, first, *self.dtypes)
        check_same_dtype(node, output, first, second)
        check_broadcast(node, output, condition, first, second)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return shaped(np.where(*inputs), graph, node)


OPERATOR = SelectV2()
