"""SQUARE: the value times itself."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Square(Unary):
    """output = x * x, float32."""

    name = "SQUARE"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(x * x)


OPERATOR = Square()
