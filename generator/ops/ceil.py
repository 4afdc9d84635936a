"""CEIL: the next integer above."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Ceil(Unary):
    """output = the least integer that is not below x, float32."""

    name = "CEIL"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.ceil(x))


OPERATOR = Ceil()
