"""EMBEDDING_LOOKUP: rows of a table, picked by their numbers."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_filled, check_output
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_rank,
    refuse,
)


class EmbeddingLookup(Operator):
    """Inputs: int32 row numbers (rows,); a table of float32 or int8, one row along its first axis.

    The output has the table's dtype, or is float32 for an int8 table of one scale and zero point
    0: value * scale. Row numbers out of range are moved into range; TensorFlow Lite Micro stops
    with an error there.
    """

    name = "EMBEDDING_LOOKUP"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        rows, table = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        output = graph.output_tensor(node)
        check_dtype(node, rows, "int32")
        check_rank(node, rows, 1)
        check_dtype(node, table, *self.dtypes)
        check_rank(node, table, 2, 3, 4, 5, 6)
        check_filled(node, rows, table)
        check_dtype(node, output, *dict.fromkeys(("float32", table.dtype.name)))
        if output.dtype != table.dtype:
            check_per_tensor(node, table)
            if table.affine.zero_point:
                refuse(node, f"tensor {table} has a zero point other than 0")
        if rows.is_constant and np.any((rows.value < 0) | (rows.value >= table.shape[0])):
            refuse(node, f"tensor {rows} names a row outside of {table}")
        check_output(graph, node, (rows.size, *table.shape[1:]))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        rows, table = inputs
        picked = table[np.clip(rows, 0, table.shape[0] - 1)]
        if graph.output_tensor(node).dtype == table.dtype:
            return (picked,)
        scale = np.float32(graph.input_tensor(node, 1).affine.scale)
        return (picked.astype(np.float32) * scale,)


OPERATOR = EmbeddingLookup()
