"""SIN: the sine."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Sin(Unary):
    """output = sin(x), x in radians, float32."""

    name = "SIN"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.sin(x))


OPERATOR = Sin()
