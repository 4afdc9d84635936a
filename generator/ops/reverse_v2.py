"""REVERSE_V2: the indices of some axes counted from behind."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import (
    check_axis,
    check_integers,
    check_moved,
    check_output,
    integers,
    resolve_axis,
)
from generator.ops._operator import Operator, check_counts, check_rank, refuse


def axes(graph: Graph, node: Node) -> tuple[int, ...]:
    """The reversed axes in ascending order."""
    rank = len(graph.input_tensor(node, 0).shape)
    return tuple(sorted(resolve_axis(axis, rank) for axis in integers(graph, node, 1)))


class ReverseV2(Operator):
    """Inputs: a tensor; the axes, constant int32, which follow each other without a gap."""

    name = "REVERSE_V2"
    dtypes = ("int8", "uint8", "int16", "int32", "int64", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given = graph.input_tensor(node, 0)
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        for axis in check_integers(graph, node, 1, None):
            check_axis(node, axis, len(given.shape))
        named = axes(graph, node)
        if not named or named != tuple(range(named[0], named[0] + len(named))):
            refuse(node, f"the axes {list(named)} do not follow each other")
        check_moved(graph, node, 0, self.dtypes)
        check_output(graph, node, given.shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (np.ascontiguousarray(np.flip(inputs[0], axes(graph, node))),)


OPERATOR = ReverseV2()
