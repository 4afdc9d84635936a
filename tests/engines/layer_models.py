"""Models of one layer as real networks have them, drawn at random."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from tests.single_op import T, model, options


@st.composite
def layers(
    draw: st.DrawFn,
    *,
    depthwise: bool,
    windows: st.SearchStrategy[tuple[int, int]],
    sizes: tuple[int, int] = (1, 9),
    strides: Sequence[tuple[int, int]] = ((1, 1), (1, 1), (2, 2), (1, 2), (2, 1), (3, 2)),
    depths: Sequence[int] = (1, 2, 3, 4, 8, 16, 17, 32),
    multipliers: Sequence[int] = (1,),
    dilations: Sequence[tuple[int, int]] = ((1, 1),),
    clamped: bool = False,
) -> bytes:
    """A model with one convolution, of the kind that real networks have.

    clamped: with RELU, and an output scale that has no room for less than zero.
    """
    window = draw(windows)
    dilation = draw(st.sampled_from(dilations))
    stride = draw(st.sampled_from(strides)) if dilation == (1, 1) else (1, 1)
    reach = [(w - 1) * d + 1 for w, d in zip(window, dilation, strict=True)]
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    height, width = (draw(st.integers(*sizes)) for _ in range(2))
    if padding == "VALID":
        height, width = max(height, reach[0]), max(width, reach[1])
    channels = draw(st.sampled_from(depths))
    multiplier = draw(st.sampled_from(multipliers)) if depthwise else 1
    outputs = (
        channels * multiplier if depthwise else draw(st.sampled_from([1, 2, 3, 4, 7, 8, 12, 16]))
    )
    covered = (height, width)
    if padding == "VALID":
        covered = (height - reach[0] + 1, width - reach[1] + 1)
    result = [-(-size // s) for size, s in zip(covered, stride, strict=True)]
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (1, *window, outputs) if depthwise else (outputs, *window, channels)
    taps = window[0] * window[1] * (1 if depthwise else channels)
    given, weights, bias, output = _quantized(draw, generator, shape, outputs, taps, depthwise)
    if clamped:
        output = (*output[:2], -128)
    return model(
        "DEPTHWISE_CONV_2D" if depthwise else "CONV_2D",
        [T((1, height, width, channels), *given), weights, bias],
        [T((1, *result, outputs), *output)],
        options(
            "DepthwiseConv2DOptions" if depthwise else "Conv2DOptions",
            padding=0 if padding == "SAME" else 1,
            strideH=stride[0],
            strideW=stride[1],
            dilationHFactor=dilation[0],
            dilationWFactor=dilation[1],
            fusedActivationFunction=1 if clamped else draw(st.integers(0, 3)),
            **({"depthMultiplier": multiplier} if depthwise else {}),
        ),
    )


def _quantized(
    draw: st.DrawFn,
    generator: np.random.Generator,
    shape: tuple[int, ...],
    outputs: int,
    taps: int,
    depthwise: bool,
) -> tuple[tuple[str, float, int], T, T, tuple[str, float, int]]:
    """Input, weights, bias and output: sums spread over the whole range of the output."""
    input_scale = float(generator.uniform(0.01, 0.1))
    scales = generator.uniform(1e-3, 2e-2, outputs).astype(np.float32)
    spread = draw(st.sampled_from([5, 40, 127]))
    values = generator.normal(scale=spread, size=shape).round().clip(-127, 127)
    output_scale = float(input_scale * scales.mean() * spread * np.sqrt(taps) * 100 / 127) + 1e-6
    zero_point = st.sampled_from([-128, -128, 0, 5, 127])
    bias = generator.integers(-3000, 3000, outputs)
    axis = 3 if depthwise else 0
    return (
        ("int8", input_scale, draw(zero_point)),
        T(shape, "int8", scales, 0, axis, values),
        T((outputs,), "int32", np.float32(input_scale) * scales, 0, 0, bias),
        ("int8", output_scale, draw(zero_point)),
    )


@st.composite
def dense_layers(draw: st.DrawFn) -> bytes:
    """A model with one fully connected layer."""
    # Whole turns and blocks have functions that layers of all sizes share.
    depth = draw(st.one_of(st.integers(1, 150), st.sampled_from([32, 64, 192])))
    outputs = draw(st.one_of(st.integers(1, 20), st.sampled_from([8, 24])))
    rows = draw(st.sampled_from([1, 1, 3]))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    given, weights, bias, output = _quantized(
        draw, generator, (outputs, depth), outputs, depth, False
    )
    scale = float(np.asarray(weights.scales).flat[0])
    return model(
        "FULLY_CONNECTED",
        [
            T((rows, depth), *given),
            replace(weights, scales=scale),
            replace(bias, scales=float(np.float32(given[1]) * np.float32(scale))),
        ],
        [T((rows, outputs), *output)],
        options("FullyConnectedOptions", fusedActivationFunction=draw(st.integers(0, 3))),
    )


@st.composite
def sums(draw: st.DrawFn) -> bytes:
    """A model that adds or subtracts two tensors of one shape."""
    shape = (1, draw(st.integers(1, 9)), draw(st.integers(1, 9)))
    scales = [draw(st.floats(0.001, 1.0)) for _ in range(2)]
    output_scale = draw(st.floats(0.5, 2.0)) * sum(scales)
    points = [draw(st.integers(-128, 127)) for _ in range(3)]
    op = draw(st.sampled_from(["Add", "Sub"]))
    return model(
        op.upper(),
        [T(shape, "int8", scales[0], points[0]), T(shape, "int8", scales[1], points[1])],
        [T(shape, "int8", output_scale, points[2])],
        options(f"{op}Options", fusedActivationFunction=draw(st.integers(0, 3))),
    )
