"""ADD: the sum of two tensors that broadcast against each other."""

from generator.ops._sum import Sum


class Add(Sum):
    """output = activation(a + b)."""

    name = "ADD"
    options = "AddOptions"
    sign = 1


OPERATOR = Add()
