"""GATHER: slices of a tensor, picked by their index along one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_axis, check_filled, check_moved, check_output, resolve_axis
from generator.ops._operator import Operator, check_counts, check_dtype, check_rank, refuse


@dataclass(frozen=True)
class Gathering:
    """The input as (batch, outer, size, inner), the indices as (batch, picked)."""

    batch: int
    outer: int
    size: int
    inner: int
    picked: int


def _axis_and_batch_dims(graph: Graph, node: Node) -> tuple[int, int]:
    given, indices = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    return (
        resolve_axis(node.attributes["axis"], len(given.shape)),
        resolve_axis(node.attributes["batch_dims"], len(indices.shape)),
    )


def gathering(graph: Graph, node: Node) -> Gathering:
    """The sizes that the kernel walks over."""
    shape, indices = graph.input_tensor(node, 0).shape, graph.input_tensor(node, 1).shape
    axis, batch_dims = _axis_and_batch_dims(graph, node)
    return Gathering(
        prod(shape[:batch_dims]),
        prod(shape[batch_dims:axis]),
        shape[axis],
        prod(shape[axis + 1 :]),
        prod(indices[batch_dims:]),
    )


class Gather(Operator):
    """Inputs: a tensor; int32 indices along `axis`, the first `batch_dims` axes in common.

    Constant indices must be in range. Computed ones are moved into range; TensorFlow Lite Micro
    stops with an error there.
    """

    name = "GATHER"
    options = "GatherOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given, indices = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        check_moved(graph, node, 0, self.dtypes)
        check_dtype(node, indices, "int32")
        check_filled(node, indices)
        check_axis(node, node.attributes["axis"], len(given.shape))
        axis, batch_dims = _axis_and_batch_dims(graph, node)
        if not 0 <= batch_dims <= min(axis, len(indices.shape)):
            refuse(node, f"{node.attributes['batch_dims']} batch dimensions do not fit axis {axis}")
        if given.shape[:batch_dims] != indices.shape[:batch_dims]:
            refuse(node, f"tensors {given} and {indices} differ in the first {batch_dims} axes")
        if indices.is_constant and not _in_range(indices.value, given.shape[axis]):
            refuse(node, f"tensor {indices} has an index outside of 0 to {given.shape[axis] - 1}")
        check_output(
            graph,
            node,
            (*given.shape[:axis], *indices.shape[batch_dims:], *given.shape[axis + 1 :]),
        )

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        g = gathering(graph, node)
        values = inputs[0].reshape(g.batch, g.outer, g.size, g.inner)
        indices = np.clip(inputs[1].reshape(g.batch, g.picked), 0, g.size - 1)
        picked = [values[b][:, indices[b]] for b in range(g.batch)]
        return (np.stack(picked).reshape(graph.output_tensor(node).shape),)


def _in_range(indices: Array, size: int) -> bool:
    return bool(np.all((indices >= 0) & (indices < size)))


OPERATOR = Gather()
