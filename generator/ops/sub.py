"""SUB: the difference of two tensors that broadcast against each other."""

from generator.ops._sum import Sum


class Sub(Sum):
    """output = activation(a - b)."""

    name = "SUB"
    options = "SubOptions"
    sign = -1


OPERATOR = Sub()
