"""PAD: a border of zeros."""

from generator.ops._constant_pad import ConstantPad


class Pad(ConstantPad):
    """A border of what stands for 0.0, or of the value at a third input."""

    name = "PAD"


OPERATOR = Pad()
