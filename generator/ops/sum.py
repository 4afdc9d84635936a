"""SUM: the sum over some axes."""

from generator.ops._reduction import Total


class Sum(Total):
    """The sum over some axes."""

    name = "SUM"
    mean = False


OPERATOR = Sum()
