"""COS: the cosine."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Cos(Unary):
    """output = cos(x), x in radians, float32."""

    name = "COS"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.cos(x))


OPERATOR = Cos()
