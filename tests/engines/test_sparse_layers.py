"""Layers with many zero weights on simulated cores, bit for bit."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engines.on_core import check_on_core
from tests.single_op import T, model, options

pytest.importorskip("unicorn", reason="needs the emulator")


@st.composite
def pruned_layers(draw: st.DrawFn) -> bytes:
    """A model with one fully connected layer most of whose weights are zero."""
    depth, outputs = draw(st.sampled_from([1, 3, 40, 256, 700])), draw(st.integers(1, 9))
    rows = draw(st.sampled_from([1, 1, 2]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = rng.integers(-127, 128, (outputs, depth)).astype(np.int8)
    weights[rng.random(weights.shape) < draw(st.sampled_from([0.5, 0.9, 0.998, 1.0]))] = 0
    if np.mean(weights == 0) < 0.3:
        weights[:] = 0
    bias = rng.integers(-1000, 1000, outputs).astype(np.int32)
    return model(
        "FULLY_CONNECTED",
        [
            T((rows, depth), "int8", 0.05, draw(st.integers(-128, 127))),
            T((outputs, depth), "int8", 0.01, 0, data=weights),
            T((outputs,), "int32", float(np.float32(0.05) * np.float32(0.01)), 0, data=bias),
        ],
        [T((rows, outputs), "int8", 0.2, 5)],
        options("FullyConnectedOptions", fusedActivationFunction=draw(st.integers(0, 1))),
    )


@pytest.mark.parametrize("core", ["cortex-m0plus", "cortex-m3", "cortex-m4"])
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=pruned_layers())
def test_sparse_fully_connected(core: str, data: bytes) -> None:
    check_on_core(data, core, kernel="sparse")
