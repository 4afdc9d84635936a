"""GATHER_ND: elements or slices of a tensor, picked by their indices along its first axes."""

from collections.abc import Sequence
from math import prod

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_filled, check_moved, check_output
from generator.ops._operator import Operator, check_counts, check_dtype, check_rank, refuse


class GatherNd(Operator):
    """Inputs: a tensor; int32 indices (…, n), each row an index along the first n axes, n <= 5.

    Constant indices must be in range. Computed ones are moved into range, each by itself;
    TensorFlow Lite Micro stops with an error if they lead out of the tensor.
    """

    name = "GATHER_ND"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given, indices = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        check_moved(graph, node, 0, self.dtypes)
        check_dtype(node, indices, "int32")
        check_filled(node, indices)
        depth = indices.shape[-1] if indices.shape else 0
        if not 1 <= depth <= min(5, len(given.shape)):
            refuse(node, f"tensor {indices} has not 1 to {min(5, len(given.shape))} columns")
        limits = np.array(given.shape[:depth])
        if indices.is_constant and np.any((indices.value < 0) | (indices.value >= limits)):
            refuse(node, f"tensor {indices} has an index outside of {given}")
        check_output(graph, node, (*indices.shape[:-1], *given.shape[depth:]))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        values, indices = inputs
        depth = indices.shape[-1]
        rows = np.clip(indices.reshape(-1, depth), 0, np.array(values.shape[:depth]) - 1)
        flat = values.reshape(prod(values.shape[:depth]), -1)
        places = np.ravel_multi_index(tuple(rows.T), values.shape[:depth])
        return (flat[places].reshape(graph.output_tensor(node).shape),)


OPERATOR = GatherNd()
