"""AVERAGE_POOL_2D: the mean of each window, padding not counted."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, refuse
from generator.ops._pooling import check_pool, pool, windows


def rounds_up(node: Node) -> bool:
    """Whether halves are rounded up, not away from zero: no file says so, but a pass may."""
    return bool(node.attributes.get("halves_up", False))


def _mean(node: Node, window: Array) -> Array:
    total = window.sum(axis=(0, 1))
    count = window.shape[0] * window.shape[1]
    if window.dtype.kind == "f":
        return np.asarray(total / count)
    if rounds_up(node):
        return np.asarray((total + count // 2) // count)
    return np.asarray(np.sign(total) * ((np.abs(total) + count // 2) // count))


class AveragePool2D(Operator):
    """Input and output: int8, int16 or float32 (batch, height, width, channels), same scale.

    The sum is divided by the number of elements under the window; integers are rounded half away
    from zero. Source: TensorFlow Lite, `reference_integer_ops::AveragePool`.
    """

    name = "AVERAGE_POOL_2D"
    options = "Pool2DOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_pool(graph, node, *self.dtypes)
        vertical, horizontal = windows(graph, node)
        rows = min(vertical.window, vertical.input_size)
        columns = min(horizontal.window, horizontal.input_size)
        # Above this, 32-bit sums of the widest values would overflow.
        if rows * columns >= 2**16:
            refuse(node, f"a window over {rows}x{columns} values is too large to be summed up")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (pool(graph, node, inputs[0], lambda window: _mean(node, window)),)


OPERATOR = AveragePool2D()
