"""What the tests of layers with windows and weights draw: geometry, scales, weights, biases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from generator.quantization import quantize_multiplier, rescale_array
from tests.single_op import T

Draw = Callable[[st.SearchStrategy[Any]], Any]

# float32 results may differ from the oracle's by this, relative to the greatest output: sums of
# up to some hundred products, in whatever order compilers take them.
FLOAT_TOLERANCE = 2e-6


@dataclass(frozen=True)
class Window:
    """A window over an image, all pairs being (vertical, horizontal).

    outputs: how many positions it has.
    """

    image: tuple[int, int]
    kernel: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    padding: str
    outputs: tuple[int, int]

    @property
    def padding_code(self) -> int:
        """As the schema counts paddings."""
        return 0 if self.padding == "SAME" else 1


def _pair(draw: Draw, low: int, high: int) -> tuple[int, int]:
    return draw(st.integers(low, high)), draw(st.integers(low, high))


def draw_window(draw: Draw, *, dilated: bool, greatest: int = 4) -> Window:
    """A window that fits its image."""
    kernel, stride = _pair(draw, 1, greatest), _pair(draw, 1, 3)
    dilation = draw(
        st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2), (2, 3)] if dilated else [(1, 1)])
    )
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
    image = list(_pair(draw, 1, 8))
    if padding == "VALID":
        image = [max(size, least) for size, least in zip(image, reach, strict=True)]
    covered = image if padding == "SAME" else [i - r + 1 for i, r in zip(image, reach, strict=True)]
    outputs = tuple(-(-size // s) for size, s in zip(covered, stride, strict=True))
    return Window((image[0], image[1]), kernel, stride, dilation, padding, (outputs[0], outputs[1]))


@dataclass(frozen=True, eq=False)
class Layer:
    """The tensors of a layer with weights; shapes as the operator wants them."""

    given: T
    weights: T
    bias: T | None
    output: T


def draw_layer(
    draw: Draw,
    dtype: str,
    given: tuple[int, ...],
    weights: tuple[int, ...],
    output: tuple[int, ...],
    axis: int,
    *,
    biases: tuple[str, ...],
    asymmetric: bool = False,
) -> Layer:
    """Random weights along `axis` of channels, a bias of one of those dtypes or none, and scales.

    asymmetric: whether int16 activations may have zero points.
    """
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    bias_dtype = draw(st.sampled_from((*biases, None)))
    channels = weights[axis]
    if dtype == "float32":
        return _float_layer(generator, given, weights, output, channels, bias_dtype)
    count = channels if draw(st.booleans()) else 1
    scales = generator.uniform(1e-3, 2e-2, count).astype(np.float32)
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    # So that outputs are of the size of their type, and some saturate.
    spread = {"int8": 1.0, "int16": 1 / 256}[dtype]
    input_scale = np.float32(generator.uniform(0.01, 1.0) * spread)
    output_scale = np.float32(generator.uniform(0.02, 2.0) * spread)
    zero_points = [0, 0]
    if dtype == "int8" or asymmetric:
        zero_points = [int(z) for z in generator.integers(low, high + 1, 2)]
    bias = None
    if bias_dtype is not None:
        values = generator.integers(-20000, 20000, channels)
        bias = T((channels,), bias_dtype, input_scale * scales, 0, 0, values)
    stored = generator.integers(-127, 128, weights)
    return Layer(
        T(given, dtype, input_scale, zero_points[0]),
        T(weights, "int8", scales, 0, axis, stored),
        bias,
        T(output, dtype, output_scale, zero_points[1]),
    )


def _float_layer(
    generator: np.random.Generator,
    given: tuple[int, ...],
    weights: tuple[int, ...],
    output: tuple[int, ...],
    channels: int,
    bias_dtype: str | None,
) -> Layer:
    bias = None
    if bias_dtype is not None:
        bias = T((channels,), "float32", data=generator.normal(size=channels))
    return Layer(
        T(given, "float32"),
        T(weights, "float32", data=generator.normal(size=weights)),
        bias,
        T(output, "float32"),
    )


def tolerance(dtype: str) -> float | None:
    """How far results may lie from the oracle's: integers are equal."""
    return FLOAT_TOLERANCE if dtype == "float32" else None


def sum_that_tells_precision() -> tuple[list[np.ndarray], tuple[np.float32, ...]]:
    """int8 row and column whose product's output tells how exactly scales were multiplied.

    Returns (row, column), (their scales, the output's). Rounded to float32 the product of the
    scales gives another output than in double precision.
    """
    generator = np.random.default_rng(0)
    sums = np.arange(20_000_000, 26_000_000)
    while True:
        left, right = (np.float32(s) for s in generator.uniform(0.01, 0.5, 2))
        output = np.float32(float(left) * float(right) * 3e7 / 120)
        factors = float(left * right) / float(output), float(left) * float(right) / float(output)
        rounded, exact = (rescale_array(sums, *quantize_multiplier(f)) for f in factors)
        telling = sums[rounded != exact]
        if telling.size:
            break
    quotient, rest = divmod(int(telling[0]), 127)
    steps = [127] * (quotient // 127) + [quotient % 127]
    row = np.array([127] * len(steps) + [1], np.int8)
    return [row, np.array([*steps, rest], np.int8)], (left, right, output)
