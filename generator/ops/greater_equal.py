"""GREATER_EQUAL: whether a >= b, element by element."""

import numpy as np

from generator.graph import Array
from generator.ops._comparison import Comparison


class GreaterEqual(Comparison):
    """output = a >= b."""

    name = "GREATER_EQUAL"

    def compare(self, a: Array, b: Array) -> Array:
        return np.asarray(a >= b)


OPERATOR = GreaterEqual()
