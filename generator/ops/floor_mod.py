"""FLOOR_MOD: what a division that rounds down leaves over."""

import numpy as np

from generator.graph import Array
from generator.ops._binary import PlainBinary


class FloorMod(PlainBinary):
    """output = a - b * floor(a / b), float32 or int32; it has the sign of b.

    TensorFlow Lite Micro has float32 alone; int32 by 0, which has no meaning, gives 0.
    """

    name = "FLOOR_MOD"
    dtypes = ("int32", "float32")

    def compute(self, a: Array, b: Array) -> Array:
        with np.errstate(invalid="ignore", divide="ignore"):
            rest = np.fmod(a, b)
        return np.asarray(np.where((rest != 0) & ((b < 0) != (rest < 0)), rest + b, rest))


OPERATOR = FloorMod()
