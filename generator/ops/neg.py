"""NEG: the value with its sign turned."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Neg(Unary):
    """output = -x, float32."""

    name = "NEG"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(-x)


OPERATOR = Neg()
