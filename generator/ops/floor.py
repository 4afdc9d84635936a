"""FLOOR: the next integer below."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Floor(Unary):
    """output = the greatest integer that is not above x, float32."""

    name = "FLOOR"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.floor(x))


OPERATOR = Floor()
