"""LOG: the natural logarithm."""

import numpy as np

from generator.graph import Array, Node
from generator.ops._unary import Unary


class Log(Unary):
    """output = ln(x), float32; minus infinity at 0, not a number below."""

    name = "LOG"

    def plain(self, x: Array, node: Node) -> Array:
        del node
        return np.asarray(np.log(x))


OPERATOR = Log()
