"""REDUCE_MIN: the least element over some axes."""

from generator.ops._reduction import Extreme


class ReduceMin(Extreme):
    """The least element over some axes."""

    name = "REDUCE_MIN"
    greatest = False


OPERATOR = ReduceMin()
