"""ARG_MAX: the index of the greatest element along an axis."""

from generator.ops._arg_extreme import ArgExtreme


class ArgMax(ArgExtreme):
    """The index of the greatest element along an axis."""

    name = "ARG_MAX"
    options = "ArgMaxOptions"
    greatest = True


OPERATOR = ArgMax()
