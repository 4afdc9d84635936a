"""ZEROS_LIKE: a tensor of zeros in the shape of another."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_same_dtype, check_size
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape


class ZerosLike(Operator):
    """output = stored zeros, whatever the zero point, in the input's shape and dtype."""

    name = "ZEROS_LIKE"
    dtypes = ("int8", "int32", "int64", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, output, *self.dtypes)
        check_same_dtype(node, output, given)
        check_size(node, output)
        check_shape(node, output, given.shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        del graph, node
        return (np.zeros_like(inputs[0]),)


OPERATOR = ZerosLike()
