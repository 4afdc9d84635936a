"""MIRROR_PAD: a border that mirrors the tensor at its edges."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_moved
from generator.ops._operator import Operator, check_counts, check_rank, refuse
from generator.ops._padding import check_paddings, paddings


def repeats_edge(node: Node) -> bool:
    """SYMMETRIC mirrors behind the outermost element, REFLECT at its middle."""
    return bool(node.attributes["mode"] == "SYMMETRIC")


class MirrorPad(Operator):
    """Inputs: a tensor; (before, behind) for each axis, constant int32 or int64.

    No border is wider than what there is to mirror. Source: TensorFlow, tf.pad.
    """

    name = "MIRROR_PAD"
    options = "MirrorPadOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given = graph.input_tensor(node, 0)
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        check_rank(node, graph.input_tensor(node, 1), 2)
        check_moved(graph, node, 0, self.dtypes)
        pairs = check_paddings(graph, node, "int32", "int64")
        for size, pair in zip(given.shape, pairs, strict=True):
            if max(pair) > (size if repeats_edge(node) else size - 1):
                refuse(node, f"a border of {max(pair)} is more than an axis of {size} can mirror")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        pairs = paddings(graph, node)
        if repeats_edge(node):
            return (np.pad(inputs[0], pairs, mode="symmetric"),)
        return (np.pad(inputs[0], pairs, mode="reflect"),)


OPERATOR = MirrorPad()
