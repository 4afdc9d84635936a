"""Models and layers on the Cortex-M0 and M0+, bit for bit; an access that is not aligned stops."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.data import mlperf_tiny
from tests.engines.on_core import check_on_core
from tests.ops.test_conv_2d import convolutions
from tests.ops.test_depthwise_conv_2d import convolutions as depthwise_convolutions
from tests.ops.test_fully_connected import layers as fully_connected_layers

pytest.importorskip("unicorn", reason="needs the emulator")

_few = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize(
    ("model", "core", "instructions"),
    [
        ("kws/kws_ref_model_int8.tflite", "cortex-m0", 30_000_000),
        ("kws/kws_ref_model_int8.tflite", "cortex-m0plus", 30_000_000),
        ("ad/ad01_int8.tflite", "cortex-m0", 2_600_000),
    ],
)
def test_models(model: str, core: str, instructions: int) -> None:
    assert check_on_core(mlperf_tiny(model).read_bytes(), core, runs=1) <= instructions


@pytest.mark.parametrize("dtype", ["int8", "int16"])
@pytest.mark.parametrize("layers", [convolutions, depthwise_convolutions, fully_connected_layers])
@_few
@given(data=st.data())
def test_layers_with_weights(dtype: str, layers, data: st.DataObject) -> None:
    check_on_core(data.draw(layers(dtype)), "cortex-m0")
