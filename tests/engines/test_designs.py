"""Every design of the native engine on the cores that it is for, bit for bit."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.goal import GOALS, Goal
from tests.engines.layer_models import dense_layers, layers, sums
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


@few
@given(data=layers(depthwise=True, windows=st.just((3, 3)), sizes=(3, 30), depths=(1, 3, 17, 64)))
def test_depthwise_rows_of_dense_channels(data: bytes) -> None:
    check_on_core(data, "cortex-m3", kernel="3x3_rows_dense")


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


@pytest.mark.parametrize("core", ["cortex-m4", "cortex-m7"])
@few
@given(
    data=layers(
        depthwise=False,
        windows=st.just((1, 1)),
        strides=((1, 1),),
        depths=(4, 8, 12, 16, 60, 64, 68, 128, 196),
        clamped=True,
    ),
    waits=waiting,
)
def test_pixels_in_a_row(core: str, data: bytes, waits: float) -> None:
    check_on_core(data, core, kernel="1x1_dual_mac", waits=waits)


@pytest.mark.parametrize("core", ["cortex-m4", "cortex-m7"])
@few
@given(
    data=layers(
        depthwise=False,
        windows=st.sampled_from([(3, 3), (3, 3), (2, 5), (10, 4), (1, 3), (5, 2), (4, 1)]),
        sizes=(1, 17),
        depths=(1, 2, 3, 3, 4, 5),
        clamped=True,
    ),
    waits=waiting,
)
def test_strips_of_widened_rows(core: str, data: bytes, waits: float) -> None:
    check_on_core(data, core, kernel="strip", waits=waits)


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


@pytest.mark.parametrize("core", CORES)
@slow_to_compile
@given(data=dense_layers(), goal=goals, waits=waiting)
def test_fully_connected(core: str, data: bytes, goal: Goal, waits: float) -> None:
    check_on_core(data, core, goal=goal, waits=waits)


@few
@given(data=dense_layers())
def test_shared_fully_connected(data: bytes) -> None:
    check_on_core(data, "cortex-m3", kernel="shared")


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
