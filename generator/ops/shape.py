"""SHAPE: the sizes of a tensor's axes, known before the model runs."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_output
from generator.ops._operator import Operator, check_counts, check_dtype, refuse


class Shape(Operator):
    """Input: a tensor of any dtype with at least one axis. Output: int32 (number of axes,)."""

    name = "SHAPE"
    options = "ShapeOptions"
    dtypes = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given = graph.input_tensor(node, 0)
        check_dtype(node, graph.output_tensor(node), "int32")
        if not given.shape:
            refuse(node, f"tensor {given} has no axes")
        check_output(graph, node, (len(given.shape),))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (np.array(graph.input_tensor(node, 0).shape, np.int32),)


OPERATOR = Shape()
