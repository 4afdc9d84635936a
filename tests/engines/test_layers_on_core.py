"""A sample of each layer with weights, windows or rows as Arm code, bit for bit."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.engines.on_core import check_on_core
from tests.ops._pools import draw_pool
from tests.ops.test_batch_matmul import products
from tests.ops.test_conv_2d import convolutions
from tests.ops.test_depthwise_conv_2d import convolutions as depthwise_convolutions
from tests.ops.test_fully_connected import layers as fully_connected_layers
from tests.ops.test_transpose_conv import convolutions as transposed_convolutions
from tests.single_op import T, model, options

pytest.importorskip("unicorn", reason="needs the emulator")

_few = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("core", ["cortex-m3", "cortex-m4"])
@pytest.mark.parametrize("dtype", ["int8", "int16"])
@pytest.mark.parametrize(
    "layers",
    [
        convolutions,
        depthwise_convolutions,
        transposed_convolutions,
        fully_connected_layers,
        products,
    ],
)
@_few
@given(data=st.data())
def test_layers_with_weights(core: str, dtype: str, layers, data: st.DataObject) -> None:
    check_on_core(data.draw(layers(dtype)), core)


@pytest.mark.parametrize("dtype", ["int8", "int16"])
@pytest.mark.parametrize("op", ["AVERAGE_POOL_2D", "MAX_POOL_2D"])
@_few
@given(data=st.data())
def test_pools(dtype: str, op: str, data: st.DataObject) -> None:
    check_on_core(draw_pool(data.draw, op, dtype), "cortex-m3")


@pytest.mark.parametrize(
    ("op", "table", "source", "target"),
    [
        ("SOFTMAX", "SoftmaxOptions", ("int8", 0.05, 3), ("int8", 2.0**-8, -128)),
        ("SOFTMAX", "SoftmaxOptions", ("int8", 0.05, 3), ("int16", 2.0**-16, -32768)),
        ("SOFTMAX", "SoftmaxOptions", ("int16", 1e-4, 0), ("int16", 2.0**-15, 0)),
        ("LOG_SOFTMAX", "LogSoftmaxOptions", ("int8", 0.05, 3), ("int8", 1 / 16, 127)),
        ("QUANTIZE", "QuantizeOptions", ("int16", 1e-3, 0), ("int32", 1e-5, 0)),
        ("QUANTIZE", "QuantizeOptions", ("float32",), ("int8", 0.05, -3)),
        ("DEQUANTIZE", "DequantizeOptions", ("uint8", 0.1, 128), ("float32",)),
    ],
)
def test_rows(op: str, table: str, source: tuple, target: tuple) -> None:
    shape = (3, 17)
    choices = options(table, **({"beta": 1.0} if op == "SOFTMAX" else {}))
    check_on_core(model(op, [T(shape, *source)], [T(shape, *target)], choices), "cortex-m3")
