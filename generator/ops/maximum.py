"""MAXIMUM: the greater of two elements that broadcast against each other."""

import numpy as np

from generator.graph import Array
from generator.ops._binary import PlainBinary


class Maximum(PlainBinary):
    """output = max(a, b) of the stored values; inputs and output share scale and zero point."""

    name = "MAXIMUM"
    dtypes = ("int8", "int16", "int32", "int64", "float32")

    def compute(self, a: Array, b: Array) -> Array:
        return np.asarray(np.maximum(a, b))


OPERATOR = Maximum()
