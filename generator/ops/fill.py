"""FILL: a tensor that holds one value throughout."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_same_dtype, check_size
from generator.ops._operator import (
    Operator,
    check_constant,
    check_counts,
    check_dtype,
    check_shape,
    refuse,
)


class Fill(Operator):
    """Inputs: the output's shape, a constant; the value, a scalar of the output's dtype."""

    name = "FILL"
    dtypes = ("int8", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        shape, value = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        output = graph.output_tensor(node)
        check_dtype(node, shape, "int8", "int16", "int32", "int64")
        check_constant(node, shape)
        check_dtype(node, output, *self.dtypes)
        check_same_dtype(node, output, value)
        check_shape(node, value, ())
        check_size(node, output)
        if len(shape.shape) != 1 or shape.value.tolist() != list(output.shape):
            refuse(node, f"tensor {output} has not the shape that {shape} asks for")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        output = graph.output_tensor(node)
        return (np.full(output.shape, inputs[1].item(), output.dtype),)


OPERATOR = Fill()
