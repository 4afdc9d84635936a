"""TRANSPOSE: the axes in another order."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_integers, check_moved, check_output, integers
from generator.ops._operator import Operator, check_counts, check_rank, refuse


class Transpose(Operator):
    """Inputs: a tensor of at most 5 dimensions; the permutation, a constant int32.

    Axis i of the output is axis permutation[i] of the input.
    """

    name = "TRANSPOSE"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given = graph.input_tensor(node, 0)
        check_rank(node, given, 1, 2, 3, 4, 5)
        order = check_integers(graph, node, 1, len(given.shape))
        if sorted(order) != list(range(len(given.shape))):
            refuse(node, f"{list(order)} does not name each axis of {given} once")
        check_moved(graph, node, 0, self.dtypes)
        check_output(graph, node, tuple(given.shape[axis] for axis in order))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (np.ascontiguousarray(inputs[0].transpose(integers(graph, node, 1))),)


OPERATOR = Transpose()
