"""MEAN: the mean over some axes."""

from generator.ops._reduction import Total


class Mean(Total):
    """The mean over some axes."""

    name = "MEAN"
    mean = True


OPERATOR = Mean()
