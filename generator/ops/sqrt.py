"""SQRT: the square root."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Sqrt(Unary):
    """output = sqrt(x), float32; not a number below 0."""

    name = "SQRT"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.sqrt(x))


OPERATOR = Sqrt()
