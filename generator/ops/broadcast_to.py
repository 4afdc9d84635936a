"""BROADCAST_TO: a tensor repeated until it has another shape."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_broadcast, check_same_dtype
from generator.ops._operator import Operator, check_constant, check_counts, check_dtype, refuse

# TensorFlow Lite Micro has room for so many.
_MOST_DIMENSIONS = 5


class BroadcastTo(Operator):
    """Inputs: a tensor of any dtype; the output's shape, a constant. Values are copied."""

    name = "BROADCAST_TO"
    dtypes = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given, shape = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        output = graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        check_same_dtype(node, output, given)
        check_dtype(node, shape, "int32", "int64")
        check_constant(node, shape)
        if len(shape.shape) != 1 or shape.value.tolist() != list(output.shape):
            refuse(node, f"tensor {output} has not the shape that {shape} asks for")
        if len(output.shape) > _MOST_DIMENSIONS or len(given.shape) > len(output.shape):
            refuse(node, f"from {given} to {output} is not supported: too many dimensions")
        check_broadcast(node, output, given, output)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (np.broadcast_to(inputs[0], graph.output_tensor(node).shape),)


OPERATOR = BroadcastTo()
