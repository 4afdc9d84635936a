"""ARG_MIN: the index of the least element along an axis."""

from generator.ops._arg_extreme import ArgExtreme


class ArgMin(ArgExtreme):
    """The index of the least element along an axis."""

    name = "ARG_MIN"
    options = "ArgMinOptions"
    greatest = False


OPERATOR = ArgMin()
