"""REDUCE_ALL: whether all elements over some axes are true."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator
from generator.ops._reduction import check_reduction, reduced_axes


class ReduceAll(Operator):
    """Inputs: a bool tensor; the axes, constant int32."""

    name = "REDUCE_ALL"
    options = "ReducerOptions"
    dtypes = ("bool",)

    def check(self, graph: Graph, node: Node) -> None:
        check_reduction(graph, node, self.dtypes)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        whole = np.all(inputs[0], axis=reduced_axes(graph, node))
        return (np.asarray(whole).reshape(graph.output_tensor(node).shape),)


OPERATOR = ReduceAll()
