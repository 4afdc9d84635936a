"""REDUCE_MAX: the greatest element over some axes."""

from generator.ops._reduction import Extreme


class ReduceMax(Extreme):
    """The greatest element over some axes."""

    name = "REDUCE_MAX"
    greatest = True


OPERATOR = ReduceMax()
