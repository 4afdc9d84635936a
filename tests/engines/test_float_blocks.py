"""float32 layers on simulated cores with an FPU, to the last bit of TensorFlow Lite Micro."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engines.on_core import check_on_core
from tests.single_op import T, model, options

pytest.importorskip("unicorn", reason="needs the emulator")

CORES = ("cortex-m4", "cortex-m7", "cortex-m33")
slow = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _reals(rng: np.random.Generator, shape: tuple[int, ...]) -> T:
    return T(shape, "float32", data=rng.normal(size=shape).astype(np.float32))


@st.composite
def dense(draw: st.DrawFn) -> bytes:
    """A model with one fully connected layer."""
    depth, outputs = draw(st.integers(1, 40)), draw(st.integers(1, 21))
    rows = draw(st.sampled_from([1, 1, 3]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    bias = _reals(rng, (outputs,)) if draw(st.booleans()) else None
    return model(
        "FULLY_CONNECTED",
        [T((rows, depth), "float32"), _reals(rng, (outputs, depth)), bias],
        [T((rows, outputs), "float32")],
        options("FullyConnectedOptions", fusedActivationFunction=draw(st.integers(0, 3))),
    )


@pytest.mark.parametrize("core", CORES)
@slow
@given(data=dense())
def test_fully_connected(core: str, data: bytes) -> None:
    check_on_core(data, core, kernel="float32_blocks")


@st.composite
def images(draw: st.DrawFn) -> bytes:
    """A model with one convolution."""
    window = draw(st.sampled_from([(1, 1), (2, 2), (3, 3), (1, 3), (3, 1), (5, 4)]))
    stride = draw(st.sampled_from([(1, 1), (2, 2), (1, 3)]))
    size = tuple(draw(st.integers(extent, 9)) for extent in window)
    same = draw(st.booleans())
    channels, outputs = (
        draw(st.sampled_from([1, 2, 3, 8])),
        draw(st.sampled_from([1, 6, 8, 13, 16])),
    )
    batches = draw(st.sampled_from([1, 1, 2]))
    covered = size if same else [s - w + 1 for s, w in zip(size, window, strict=True)]
    result = [-(-extent // step) for extent, step in zip(covered, stride, strict=True)]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return model(
        "CONV_2D",
        [
            T((batches, *size, channels), "float32"),
            _reals(rng, (outputs, *window, channels)),
            _reals(rng, (outputs,)),
        ],
        [T((batches, *result, outputs), "float32")],
        options(
            "Conv2DOptions",
            padding=0 if same else 1,
            strideH=stride[0],
            strideW=stride[1],
            dilationHFactor=1,
            dilationWFactor=1,
            fusedActivationFunction=draw(st.sampled_from([0, 1, 3])),
        ),
    )


@pytest.mark.parametrize("core", CORES)
@slow
@given(data=images())
def test_convolutions(core: str, data: bytes) -> None:
    check_on_core(data, core, kernel="float32_blocks")
