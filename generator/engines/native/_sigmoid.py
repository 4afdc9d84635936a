"""The table of the 16-bit sigmoid and tanh, one for the whole program."""

from generator.ops._sigmoid import TABLE
from generator.program import Constant, Parameter

_TABLE = Constant("sigmoid_table", TABLE, "sigmoid(index / 24) in 16 fraction bits")


def sigmoid_table() -> Parameter:
    """The field by which a layer finds the table; all layers point to the same array."""
    return Parameter("table", "const uint16_t *", _TABLE, "sigmoid in steps of 1/24, as 0.16")
