"""FLOOR_DIV: the quotient of two tensors rounded down."""

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import PlainBinary
from generator.ops._operator import refuse


class FloorDiv(PlainBinary):
    """output = floor(a / b); float32 by way of float64, or int32.

    TensorFlow Lite Micro has float32 alone; int32 by 0 gives 0, as Arm's dividers do.
    """

    name = "FLOOR_DIV"
    dtypes = ("int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        super().check(graph, node)
        divisor = graph.input_tensor(node, 1)
        if divisor.is_constant and np.any(divisor.value == 0):
            refuse(node, f"the divisor {divisor} has a zero in it")

    def compute(self, a: Array, b: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = np.floor(a.astype(np.float64) / b.astype(np.float64))
        if a.dtype != np.int32:
            return np.asarray(quotient)
        # An int32 by -1 may need one bit more than it has; it wraps.
        return np.where(b == 0, 0, np.nan_to_num(quotient, posinf=0, neginf=0)).astype(np.int64)


OPERATOR = FloorDiv()
