"""MINIMUM: the lesser of two elements that broadcast against each other."""

import numpy as np

from generator.graph import Array
from generator.ops._binary import PlainBinary


class Minimum(PlainBinary):
    """output = min(a, b) of the stored values; inputs and output share scale and zero point."""

    name = "MINIMUM"
    dtypes = ("int8", "int16", "int32", "int64", "float32")

    def compute(self, a: Array, b: Array) -> Array:
        return np.asarray(np.minimum(a, b))


OPERATOR = Minimum()
