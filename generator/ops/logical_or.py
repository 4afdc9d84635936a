"""LOGICAL_OR: a or b of two bool tensors that broadcast against each other."""

import numpy as np

from generator.graph import Array
from generator.ops._binary import PlainBinary


class LogicalOr(PlainBinary):
    """output = a or b, bool."""

    name = "LOGICAL_OR"
    dtypes = ("bool",)

    def compute(self, a: Array, b: Array) -> Array:
        return np.asarray(np.logical_or(a, b))


OPERATOR = LogicalOr()
