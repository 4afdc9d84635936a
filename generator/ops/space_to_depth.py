"""SPACE_TO_DEPTH: each square block of pixels becomes one pixel with all their channels."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_image_of_blocks, check_moved, check_output
from generator.ops._operator import Operator, refuse


class SpaceToDepth(Operator):
    """Input: (batch, height, width, channels), both sizes multiples of `block_size`.

    Output: (batch, height / block, width / block, block row x block column x channel).
    """

    name = "SPACE_TO_DEPTH"
    options = "SpaceToDepthOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        block = check_image_of_blocks(graph, node)
        check_moved(graph, node, 0, self.dtypes)
        batch, height, width, channels = graph.input_tensor(node, 0).shape
        if height % block or width % block:
            refuse(node, f"an image of {height}x{width} is not made of {block}x{block} blocks")
        shape = (batch, height // block, width // block, channels * block * block)
        check_output(graph, node, shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        batch, height, width, _ = graph.output_tensor(node).shape
        block = node.attributes["block_size"]
        tiles = inputs[0].reshape(batch, height, block, width, block, -1)
        moved = np.ascontiguousarray(tiles.transpose(0, 1, 3, 2, 4, 5))
        return (moved.reshape(graph.output_tensor(node).shape),)


OPERATOR = SpaceToDepth()
