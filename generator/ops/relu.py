"""RELU: nothing below 0."""

from generator.ops._relu import Relu


class PlainRelu(Relu):
    """output = max(x, 0)."""

    name = "RELU"


OPERATOR = PlainRelu()
