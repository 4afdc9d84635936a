"""ROUND: the nearest integer."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Round(Unary):
    """output = x to the nearest integer, halves to the even one, float32."""

    name = "ROUND"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.round(x))


OPERATOR = Round()
