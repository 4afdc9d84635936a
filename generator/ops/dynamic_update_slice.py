"""DYNAMIC_UPDATE_SLICE: a tensor with a box in it overwritten by another tensor."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_moved, check_output
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_rank,
    check_shape,
    refuse,
)


class DynamicUpdateSlice(Operator):
    """Inputs: a tensor; an update, nowhere larger; the box' first index along each axis.

    The first indices are int32, or constant int64; they are moved into range where the box would
    stick out.
    """

    name = "DYNAMIC_UPDATE_SLICE"
    dtypes = ("int8", "int16", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (3, 3))
        given, update, begin = (graph.input_tensor(node, i) for i in range(3))
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        check_rank(node, update, len(given.shape))
        check_moved(graph, node, 0, self.dtypes)
        check_dtype(node, update, given.dtype.name)
        check_dtype(node, begin, *(("int32", "int64") if begin.is_constant else ("int32",)))
        check_shape(node, begin, (len(given.shape),))
        if any(u > g for u, g in zip(update.shape, given.shape, strict=True)):
            refuse(node, f"tensor {update} does not fit into {given}")
        check_output(graph, node, given.shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        values, update, begin = inputs
        room = np.array(values.shape) - np.array(update.shape)
        starts = np.clip(begin, 0, room)
        result = values.copy()
        box = tuple(
            slice(int(start), int(start) + size)
            for start, size in zip(starts, update.shape, strict=True)
        )
        result[box] = update
        return (result,)


OPERATOR = DynamicUpdateSlice()
