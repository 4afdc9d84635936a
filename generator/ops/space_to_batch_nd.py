"""SPACE_TO_BATCH_ND: images cut into smaller ones of every second (third, …) row and column."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._batch_blocks import (
    DTYPES,
    check_interleaving,
    check_smaller,
    interleaving,
)
from generator.ops._convolution import check_zero_points
from generator.ops._operator import Operator, check_per_tensor


def border(graph: Graph, node: Node) -> int:
    """The stored value around the images: what stands for 0.0."""
    output = graph.output_tensor(node)
    return output.affine.zero_point if output.dtype.name == "int8" else 0


class SpaceToBatchNd(Operator):
    """Inputs: (batch, height, width, channels) or (batch, height, channels); the block sizes and
    the paddings, constant int32.

    Padding is what stands for 0.0, as in TensorFlow Lite. TensorFlow Lite Micro never sets that
    value and so takes whatever lies in its memory, mostly 0.
    """

    name = "SPACE_TO_BATCH_ND"
    dtypes = DTYPES

    def check(self, graph: Graph, node: Node) -> None:
        cut = check_interleaving(graph, node, graph.input_tensor(node, 0).shape)
        check_smaller(node, cut, graph.output_tensor(node).shape)
        if graph.output_tensor(node).dtype.name == "int8":
            check_per_tensor(node, graph.output_tensor(node))
            check_zero_points(node, graph.output_tensor(node))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        cut = interleaving(graph, node, inputs[0].shape)
        images = inputs[0].reshape(cut.batches, cut.height, cut.width, cut.channels)
        edges = ((0, 0), *zip(cut.before, cut.behind, strict=True), (0, 0))
        padded = np.pad(images, edges, constant_values=border(graph, node))
        _, high, wide = cut.small
        tiles = padded.reshape(cut.batches, high, cut.block_height, wide, cut.block_width, -1)
        moved = np.ascontiguousarray(tiles.transpose(2, 4, 0, 1, 3, 5))
        return (moved.reshape(graph.output_tensor(node).shape),)


OPERATOR = SpaceToBatchNd()
