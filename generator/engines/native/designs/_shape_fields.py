"""The shape of a sliding window as fields of a structure, for functions that layers share."""

from generator.geometry import Axis
from generator.program import Parameter


def shape_fields(vertical: Axis, horizontal: Axis) -> tuple[Parameter, ...]:
    """Sizes of input, output and window, strides, dilations and the border before."""
    return (*_axis("height", "top", vertical), *_axis("width", "left", horizontal))


def _axis(name: str, before: str, a: Axis) -> tuple[Parameter, ...]:
    fields = (
        ("input", a.input_size, "pixels"),
        ("output", a.output_size, "pixels"),
        ("window", a.window, "taps"),
        ("stride", a.stride, "pixels from one output to the next"),
        ("dilation", a.dilation, "pixels from one tap to the next"),
    )
    pad = Parameter(f"pad_{before}", "int16_t", a.pad_before, f"pixels of border at the {before}")
    return (*(Parameter(f"{what}_{name}", "int16_t", n, text) for what, n, text in fields), pad)
