"""LOGICAL_AND: a and b of two bool tensors that broadcast against each other."""

import numpy as np

from generator.graph import Array
from generator.ops._binary import PlainBinary


class LogicalAnd(PlainBinary):
    """output = a and b, bool."""

    name = "LOGICAL_AND"
    dtypes = ("bool",)

    def compute(self, a: Array, b: Array) -> Array:
        return np.asarray(np.logical_and(a, b))


OPERATOR = LogicalAnd()
