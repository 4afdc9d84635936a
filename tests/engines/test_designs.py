"""Every design of the native engine on the cores that it is for, bit for bit."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.goal import GOALS, Goal
from tests.engines.on_core import check_on_core
from tests.single_op import T, model, options

pytest.importorskip("unicorn", reason="needs the emulator")

CORES = ("cortex-m0plus", "cortex-m3", "cortex-m4")
goals = st.sampled_from(("time", "time", *GOALS))
waiting = st.sampled_from([0.0, 2.5])
slow_to_compile = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


few = settings(slow_to_compile, max_examples=7)


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
) -> bytes:
    """A model with one convolution, of the kind that real networks have."""
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
            fusedActivationFunction=draw(st.integers(0, 3)),
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


@pytest.mark.parametrize("core", [*CORES, "cortex-m7"])
@slow_to_compile
@given(
    data=layers(
        depthwise=False,
        windows=st.sampled_from([(1, 1), (3, 3), (10, 4), (2, 5)]),
        dilations=((1, 1), (1, 1), (1, 1), (2, 1), (1, 2)),
    ),
    goal=goals,
    waits=waiting,
)
def test_convolutions(core: str, data: bytes, goal: Goal, waits: float) -> None:
    check_on_core(data, core, goal=goal, waits=waits)


@pytest.mark.parametrize("size", ["winograd_2x2", "winograd_4x4"])
@pytest.mark.parametrize("core", ["cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m7"])
@few
@given(
    data=layers(
        depthwise=False,
        windows=st.just((3, 3)),
        strides=((1, 1),),
        depths=(4, 8, 12, 16, 32, 36, 48, 64, 128),
    )
)
def test_winograd_convolutions(core: str, size: str, data: bytes) -> None:
    check_on_core(data, core, kernel=size)


@pytest.mark.parametrize("core", CORES)
@slow_to_compile
@given(
    data=layers(depthwise=True, windows=st.just((3, 3)), sizes=(3, 12)), goal=goals, waits=waiting
)
def test_depthwise_convolutions(core: str, data: bytes, goal: Goal, waits: float) -> None:
    check_on_core(data, core, goal=goal, waits=waits)


@pytest.mark.parametrize("core", ["cortex-m4", "cortex-m7"])
@pytest.mark.parametrize("walk", ["3x3_rows", "3x3_rows_of_copies", "3x3_columns"])
@few
@given(
    data=layers(
        depthwise=True,
        windows=st.just((3, 3)),
        sizes=(3, 30),
        strides=((1, 1), (1, 1), (2, 2), (1, 2), (2, 1)),
        depths=(1, 3, 8, 17, 64, 260),
    ),
    waits=waiting,
)
def test_depthwise_walks(core: str, walk: str, data: bytes, waits: float) -> None:
    check_on_core(data, core, kernel=walk, waits=waits)


@pytest.mark.parametrize("core", ["cortex-m0plus", "cortex-m3"])
@few
@given(
    data=layers(depthwise=True, windows=st.just((3, 3)), sizes=(3, 30), depths=(1, 3, 17, 64, 260)),
    goal=goals,
    waits=waiting,
)
def test_depthwise_rows(core: str, data: bytes, goal: Goal, waits: float) -> None:
    check_on_core(data, core, goal=goal, kernel="3x3_rows", waits=waits)


@pytest.mark.parametrize("core", ["cortex-m0plus", "cortex-m3", "cortex-m4"])
@few
@given(
    data=layers(
        depthwise=True,
        windows=st.sampled_from([(9, 1), (1, 5), (5, 5), (3, 3), (7, 7), (2, 4), (4, 2), (1, 1)]),
        sizes=(1, 12),
        multipliers=(1, 1, 2, 3),
    )
)
def test_depthwise_planes(core: str, data: bytes) -> None:
    check_on_core(data, core, kernel="planes")


@pytest.mark.parametrize("core", ["cortex-m3", "cortex-m4", "cortex-m7"])
@few
@given(data=layers(depthwise=False, windows=st.sampled_from([(1, 1), (3, 3), (10, 4), (2, 5)])))
def test_shared_convolutions(core: str, data: bytes) -> None:
    check_on_core(data, core, kernel="shared")


@pytest.mark.parametrize("core", ["cortex-m0plus", "cortex-m3"])
@few
@given(data=layers(depthwise=True, windows=st.sampled_from([(3, 3), (1, 5), (5, 5)])))
def test_shared_depthwise_convolutions(core: str, data: bytes) -> None:
    check_on_core(data, core, kernel="shared")


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


@pytest.mark.parametrize("core", CORES)
@slow_to_compile
@given(data=dense_layers(), goal=goals, waits=waiting)
def test_fully_connected(core: str, data: bytes, goal: Goal, waits: float) -> None:
    check_on_core(data, core, goal=goal, waits=waits)


@few
@given(data=dense_layers())
def test_shared_fully_connected(data: bytes) -> None:
    check_on_core(data, "cortex-m3", kernel="shared")


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


@pytest.mark.parametrize("core", CORES)
@slow_to_compile
@given(data=sums())
def test_sums(core: str, data: bytes) -> None:
    check_on_core(data, core)


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize("activation", [0, 1, 3])
@pytest.mark.parametrize("shape", [(25, 5, 64), (1, 1, 4), (3, 7, 12), (17, 15, 4), (16, 16, 4)])
def test_means_of_whole_images(core: str, shape: tuple[int, ...], activation: int) -> None:
    height, width, channels = shape
    data = model(
        "AVERAGE_POOL_2D",
        [T((1, *shape), "int8", 0.05, -3)],
        [T((1, 1, 1, channels), "int8", 0.05, -3)],
        options(
            "Pool2DOptions",
            padding=1,
            strideH=1,
            strideW=1,
            filterHeight=height,
            filterWidth=width,
            fusedActivationFunction=activation,
        ),
    )
    check_on_core(data, core)


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize(
    ("shape", "window", "stride"),
    [((14, 12, 12), (2, 2), (2, 2)), ((7, 9, 4), (3, 2), (1, 3)), ((5, 5, 8), (3, 3), (2, 1))],
)
def test_greatest_values(
    core: str,
    padding: int,
    shape: tuple[int, ...],
    window: tuple[int, int],
    stride: tuple[int, int],
) -> None:
    """SAME and VALID; windows that overlap, and that leave inputs out."""
    sides = [
        -(-size // step) if padding == 0 else (size - reach) // step + 1
        for size, reach, step in zip(shape[:2], window, stride, strict=True)
    ]
    data = model(
        "MAX_POOL_2D",
        [T((1, *shape), "int8", 0.05, -3)],
        [T((1, *sides, shape[2]), "int8", 0.05, -3)],
        options(
            "Pool2DOptions",
            padding=padding,
            strideH=stride[0],
            strideW=stride[1],
            filterHeight=window[0],
            filterWidth=window[1],
        ),
    )
    check_on_core(data, core, kernel="parallel")
