"""BATCH_TO_SPACE_ND: images put together from smaller ones, row by row and column by column."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._batch_blocks import (
    DTYPES,
    check_interleaving,
    check_smaller,
    interleaving,
)
from generator.ops._operator import Operator


class BatchToSpaceNd(Operator):
    """Inputs: (batch, height, width, channels) or (batch, height, channels); the block sizes and
    the crops, constant int32.
    """

    name = "BATCH_TO_SPACE_ND"
    dtypes = DTYPES

    def check(self, graph: Graph, node: Node) -> None:
        cut = check_interleaving(graph, node, graph.output_tensor(node).shape)
        check_smaller(node, cut, graph.input_tensor(node, 0).shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        cut = interleaving(graph, node, graph.output_tensor(node).shape)
        _, high, wide = cut.small
        tiles = inputs[0].reshape(
            cut.block_height, cut.block_width, cut.batches, high, wide, cut.channels
        )
        images = tiles.transpose(2, 3, 0, 4, 1, 5).reshape(cut.batches, *cut.large, cut.channels)
        top, left = cut.before
        cropped = images[:, top : top + cut.height, left : left + cut.width]
        return (np.ascontiguousarray(cropped).reshape(graph.output_tensor(node).shape),)


OPERATOR = BatchToSpaceNd()
