"""RESIZE_NEAREST_NEIGHBOR: each output pixel is the input pixel that lies nearest."""

import math
from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator
from generator.ops._resize import check_resize, sides


def _nearest(position: int, size: int, other: int, *, corners: bool, centers: bool) -> int:
    """The input index for an output position; all arithmetic in float32.

    Source: TensorFlow Lite, `GetNearestNeighbor`.
    """
    ratio = (size - 1, other - 1) if corners and other > 1 else (size, other)
    scale = np.float32(ratio[0]) / np.float32(ratio[1])
    at = float((np.float32(position) + np.float32(0.5 if centers else 0.0)) * scale)
    return min(math.floor(at + 0.5 if corners else at), size - 1)


def sources(graph: Graph, node: Node) -> tuple[list[int], list[int]]:
    """The input row of each output row, and the input column of each output column."""
    corners, centers = node.attributes["align_corners"], node.attributes["half_pixel_centers"]
    rows, columns = (
        [_nearest(i, size, other, corners=corners, centers=centers) for i in range(other)]
        for size, other in sides(graph, node)
    )
    return rows, columns


class ResizeNearestNeighbor(Operator):
    """Inputs: (batch, height, width, channels); the output's (height, width), constant int32.

    `align_corners` puts the outermost pixels upon each other, `half_pixel_centers` measures from
    the pixels' centres.
    """

    name = "RESIZE_NEAREST_NEIGHBOR"
    options = "ResizeNearestNeighborOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_resize(graph, node, self.dtypes)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        rows, columns = sources(graph, node)
        return (inputs[0].take(rows, 1).take(columns, 2),)


OPERATOR = ResizeNearestNeighbor()
