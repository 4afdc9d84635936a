"""DEPTHWISE_CONV_2D against TensorFlow Lite Micro over random shapes, multipliers and scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.ops.depthwise_conv_2d import BIASES
from tests.ops._layers import draw_layer, draw_window, tolerance
from tests.single_op import T, check_against_oracle, model, options


@st.composite
def convolutions(draw, dtype, greatest_window=4):
    """A model with one depthwise convolution."""
    window = draw_window(draw, dilated=True, greatest=greatest_window)
    channels, multiplier = draw(st.integers(1, 9)), draw(st.sampled_from([1, 1, 2, 3]))
    batches = draw(st.sampled_from([1, 1, 1, 2]))
    layer = draw_layer(
        draw,
        dtype,
        (batches, *window.image, channels),
        (1, *window.kernel, channels * multiplier),
        (batches, *window.outputs, channels * multiplier),
        3,
        biases=BIASES[dtype],
    )
    return model(
        "DEPTHWISE_CONV_2D",
        # Named as absent, a bias brings TensorFlow Lite Micro down: it is left out instead.
        [layer.given, layer.weights, *([layer.bias] if layer.bias else [])],
        [layer.output],
        options(
            "DepthwiseConv2DOptions",
            padding=window.padding_code,
            strideH=window.stride[0],
            strideW=window.stride[1],
            depthMultiplier=multiplier,
            dilationHFactor=window.dilation[0],
            dilationWFactor=window.dilation[1],
            fusedActivationFunction=draw(st.integers(0, 3)),
        ),
    )


@pytest.mark.parametrize("dtype", ["int8", "int16", "float32"])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(convolutions(dtype)), tolerance=tolerance(dtype))


@settings(max_examples=5, deadline=None)
@given(data=convolutions("int8", greatest_window=12))
def test_large_windows_equal_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data)


@pytest.mark.parametrize("weights", [(1, 1, 1, 3), (2, 1, 1, 4)])
def test_refuses_weights_that_do_not_fit(weights: tuple[int, ...], tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(
        model(
            "DEPTHWISE_CONV_2D",
            [T((1, 1, 1, 2), "int8", 0.5), T(weights, "int8", 0.1, data=np.ones(weights)), None],
            [T((1, 1, 1, 4), "int8", 0.5)],
            options("DepthwiseConv2DOptions", strideH=1, strideW=1, depthMultiplier=2),
        )
    )
    with pytest.raises(ModelError, match="does not fit"):
        ops.check(readers.read(path))
