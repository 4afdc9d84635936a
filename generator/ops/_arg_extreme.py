"""What ARG_MAX and ARG_MIN share: the index of an extreme element along one axis."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import (
    check_axis,
    check_filled,
    check_integers,
    check_output,
    integers,
    resolve_axis,
)
from generator.ops._operator import Operator, check_counts, check_dtype, check_rank


def axis_of(graph: Graph, node: Node) -> int:
    """The axis that is searched."""
    return resolve_axis(integers(graph, node, 1)[0], len(graph.input_tensor(node, 0).shape))


class ArgExtreme(Operator):
    """Inputs: a tensor; the axis, a constant int32 of one element. Output: int32 indices.

    Of equal elements the first counts. A real that is not a number is never chosen, unless it
    comes first: then it is. Source: TensorFlow Lite Micro, `reference_ops::ArgMinMax`.
    """

    dtypes = ("int8", "float32")
    greatest: bool

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        check_dtype(node, output, "int32")
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        check_filled(node, output)
        axis = check_axis(node, check_integers(graph, node, 1, 1)[0], len(given.shape))
        check_output(graph, node, (*given.shape[:axis], *given.shape[axis + 1 :]))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        along = np.moveaxis(inputs[0], axis_of(graph, node), 0)
        best, index = along[0].copy(), np.zeros(along[0].shape, np.int32)
        for i in range(1, len(along)):
            better = along[i] > best if self.greatest else along[i] < best
            best, index = np.where(better, along[i], best), np.where(better, i, index)
        return (np.asarray(index, np.int32),)
