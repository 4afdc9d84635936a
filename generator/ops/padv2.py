"""PADV2: a border of a given value."""

from generator.ops._constant_pad import ConstantPad


class PadV2(ConstantPad):
    """A border of the value at the third input, or of what stands for 0.0."""

    name = "PADV2"


OPERATOR = PadV2()
