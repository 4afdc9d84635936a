"""EQUAL: whether a == b, element by element."""

import numpy as np

from generator.graph import Array
from generator.ops._comparison import Comparison


class Equal(Comparison):
    """output = a == b."""

    name = "EQUAL"
    dtypes = ("int8", "int32", "int64", "float32", "bool")

    def compare(self, a: Array, b: Array) -> Array:
        return np.asarray(a == b)


OPERATOR = Equal()
