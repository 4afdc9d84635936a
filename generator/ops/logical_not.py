"""LOGICAL_NOT: the other truth value."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class LogicalNot(Unary):
    """output = not x, bool."""

    name = "LOGICAL_NOT"
    dtypes = ("bool",)

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.logical_not(x)


OPERATOR = LogicalNot()
