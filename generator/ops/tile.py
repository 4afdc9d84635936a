"""TILE: a tensor repeated along its axes."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_integers, check_moved, check_output, integers
from generator.ops._operator import Operator, check_counts, check_rank, refuse


def multiples(graph: Graph, node: Node) -> tuple[int, ...]:
    """How many times each axis follows itself."""
    return integers(graph, node, 1)


class Tile(Operator):
    """Inputs: a tensor; how many times each of its axes is repeated, constant.

    TensorFlow Lite Micro has none; converters write it for Keras's UpSampling2D.
    """

    name = "TILE"
    dtypes = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given = graph.input_tensor(node, 0)
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        times = check_integers(graph, node, 1, len(given.shape), "int32", "int64")
        if min(times) < 1:
            refuse(node, f"an axis is repeated {min(times)} times")
        check_moved(graph, node, 0, self.dtypes)
        sizes = zip(given.shape, times, strict=True)
        check_output(graph, node, tuple(size * count for size, count in sizes))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (np.tile(inputs[0], multiples(graph, node)),)


OPERATOR = Tile()
