"""An input that looks like a picture, drawn with half blocks on a terminal."""

import numpy as np
import numpy.typing as npt
from rich.color import Color
from rich.style import Style
from rich.text import Text

from generator.graph import Array, Tensor
from generator.quantization import dtype_range

_LEAST_SIDE, _MOST_COLUMNS = 8, 64
_UPPER_HALF = "▀"


def picture(tensor: Tensor, values: Array) -> Text | None:
    """Two rows of pixels to a line, every one in its colour; None for what is no picture.

    tensor: a model's input. values: stored, in its shape; (1, height, width, 1 or 3) is a picture.
    The whole range of int8 and uint8 goes from black to white, that of reals from least to most.
    """
    shape = tensor.shape
    if len(shape) != 4 or shape[3] not in (1, 3) or min(shape[1:3]) < _LEAST_SIDE:
        return None
    step = -(-shape[2] // _MOST_COLUMNS)
    pixels = _bytes(values.reshape(shape[1:]))[::step, ::step]
    if len(pixels) % 2:
        pixels = np.concatenate([pixels, np.zeros_like(pixels[:1])])
    drawn = Text()
    for upper, lower in zip(pixels[::2], pixels[1::2], strict=True):
        for above, below in zip(upper, lower, strict=True):
            drawn.append(_UPPER_HALF, Style(color=_color(above), bgcolor=_color(below)))
        drawn.append("\n")
    drawn.rstrip()
    return drawn


def _bytes(values: Array) -> npt.NDArray[np.uint8]:
    real = values.astype(np.float64)
    if values.dtype.itemsize == 1:
        low, high = map(float, dtype_range(values.dtype))
    else:
        low, high = float(real.min()), float(real.max())
    return np.round((real - low) / ((high - low) or 1.0) * 255).astype(np.uint8)


def _color(pixel: npt.NDArray[np.uint8]) -> Color:
    red, green, blue = (pixel if len(pixel) == 3 else np.repeat(pixel, 3)).tolist()
    return Color.from_rgb(red, green, blue)
