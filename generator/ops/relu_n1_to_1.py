"""RELU_N1_TO_1: nothing below -1 or above 1."""

from generator.ops._relu import Relu


class ReluN1To1(Relu):
    """output = min(max(x, -1), 1).

    TensorFlow Lite Micro has no such operator; quantised values are rescaled as RELU's are.
    """

    name = "RELU_N1_TO_1"


OPERATOR = ReluN1To1()
