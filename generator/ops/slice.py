"""SLICE: a box cut out of a tensor."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_integers, check_moved, check_output, integers
from generator.ops._operator import Operator, check_counts, check_dtype, check_rank, refuse


def constant_begin(graph: Graph, node: Node) -> tuple[int, ...] | None:
    """The first index along each axis, or None where it is known only when the model runs."""
    return integers(graph, node, 1) if graph.input_tensor(node, 1).is_constant else None


class Slice(Operator):
    """Inputs: a tensor of at most 5 dimensions; the first index and the size along each axis.

    Both are int32 or int64; a size of -1 reaches to the end. The size is a constant. The first
    index may be computed (int32): it is moved into range where the box would stick out.
    """

    name = "SLICE"
    dtypes = ("int8", "int16", "int32", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (3, 3))
        given, begin = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, given, 1, 2, 3, 4, 5)
        rank = len(given.shape)
        sizes = check_integers(graph, node, 2, rank, "int32", "int64")
        check_moved(graph, node, 0, self.dtypes)
        if begin.is_constant:
            starts = check_integers(graph, node, 1, rank, "int32", "int64")
        else:
            check_dtype(node, begin, "int32")
            starts = (0,) * rank
            if begin.size != rank or -1 in sizes:
                refuse(node, f"tensor {begin} is computed and does not go with sizes {sizes}")
        ends = [
            total if size == -1 else start + size
            for total, start, size in zip(given.shape, starts, sizes, strict=True)
        ]
        for total, start, end in zip(given.shape, starts, ends, strict=True):
            if not 0 <= start < end <= total:
                refuse(node, f"indices {start} to {end - 1} are not within an axis of {total}")
        check_output(
            graph, node, tuple(end - start for start, end in zip(starts, ends, strict=True))
        )

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        shape = graph.output_tensor(node).shape
        box = tuple(
            slice(start, start + size)
            for start, size in zip(self._begin(inputs, shape), shape, strict=True)
        )
        return (inputs[0][box].copy(),)

    def _begin(self, inputs: Sequence[Array], shape: tuple[int, ...]) -> list[int]:
        room = np.array(inputs[0].shape) - np.array(shape)
        return [int(v) for v in np.clip(inputs[1].ravel(), 0, room)]


OPERATOR = Slice()
