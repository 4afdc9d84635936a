"""FLOOR_DIV: the quotient of two tensors rounded down."""

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import PlainBinary
from generator.ops._operator import refuse


class FloorDiv(PlainBinary):
    """output = floor(a / b), float32; the quotient is formed in float64, so it rounds only once."""

    name = "FLOOR_DIV"
    dtypes = ("float32",)

    def check(self, graph: Graph, node: Node) -> None:
        super().check(graph, node)
        divisor = graph.input_tensor(node, 1)
        if divisor.is_constant and np.any(divisor.value == 0):
            refuse(node, f"the divisor {divisor} has a zero in it")

    def compute(self, a: Array, b: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.floor(a.astype(np.float64) / b.astype(np.float64)))


OPERATOR = FloorDiv()
