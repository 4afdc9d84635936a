"""EXP: the exponential."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Exp(Unary):
    """output = e^x, float32."""

    name = "EXP"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.exp(x))


OPERATOR = Exp()
