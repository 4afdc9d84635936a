"""CONV_2D against TensorFlow Lite Micro over random shapes, strides, paddings and scales."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.ops.conv_2d import BIASES
from tests.ops._layers import draw_layer, draw_window, tolerance
from tests.single_op import T, check_against_oracle, model, options


@st.composite
def convolutions(draw, dtype):
    """A model with one convolution whose window fits its image."""
    window = draw_window(draw, dilated=True)
    groups = draw(st.sampled_from([1, 1, 1, 2, 3]))
    depth, outputs = draw(st.integers(1, 6)), groups * draw(st.integers(1, 5))
    batches = draw(st.sampled_from([1, 1, 1, 2]))
    layer = draw_layer(
        draw,
        dtype,
        (batches, *window.image, groups * depth),
        (outputs, *window.kernel, depth),
        (batches, *window.outputs, outputs),
        0,
        biases=BIASES[dtype],
    )
    return model(
        "CONV_2D",
        [layer.given, layer.weights, layer.bias],
        [layer.output],
        options(
            "Conv2DOptions",
            padding=window.padding_code,
            strideH=window.stride[0],
            strideW=window.stride[1],
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


def _small(**changes: object) -> bytes:
    """An int8 convolution 1x1 over one pixel, with tensors replaced."""
    tensors = {
        "given": T((1, 1, 1, 2), "int8", 0.5, 3),
        "weights": T((2, 1, 1, 2), "int8", 0.01, 0, 0, np.array([1, 2, 3, 4])),
        "bias": T((2,), "int32", 0.005, 0, 0, np.array([10, -10])),
        "output": T((1, 1, 1, 2), "int8", 0.1, 0),
    }
    stride = changes.pop("stride", 1)
    for name, fields in changes.items():
        tensors[name] = replace(tensors[name], **fields)
    *inputs, output = tensors.values()
    return model("CONV_2D", inputs, [output], options("Conv2DOptions", strideH=stride, strideW=1))


def test_the_small_model_runs() -> None:
    check_against_oracle(_small())


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("at least 1", {"stride": 0}),
        ("not float32", {"given": {"dtype": "float32"}, "weights": {"dtype": "int16"}}),
        ("not the activations", {"given": {"dtype": "float32"}, "output": {"dtype": "float32"}}),
        ("one scale", {"output": {"scales": None}}),
        ("too small", {"output": {"scales": 1e-30}}),
        ("too small", {"weights": {"scales": 3e38}}),
        ("scales", {"weights": {"scales": [0.1] * 3}}),
        ("negative", {"weights": {"scales": -0.1}}),
        ("axis", {"weights": {"scales": [0.1] * 2, "axis": 3}}),
        ("zero point", {"weights": {"scales": [0.1] * 2, "zero_points": [0, 1]}}),
        ("zero point", {"given": {"zero_points": 200}}),
        ("channels", {"given": {"shape": (1, 1, 1, 3)}}),
        ("shape", {"output": {"shape": (1, 1, 2, 2)}}),
        ("constant", {"weights": {"data": None}}),
        ("entry", {"bias": {"shape": (3,), "data": np.arange(3)}}),
        ("int32", {"bias": {"dtype": "int64"}}),
    ],
)
def test_refuses_in_words(words: str, changes: dict[str, object], tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(_small(**changes))
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))


def test_sums_beyond_47_bits_are_refused(tmp_path) -> None:
    path = tmp_path / "wide.tflite"
    path.write_bytes(
        _small(
            given={"dtype": "int16", "zero_points": 0},
            output={"dtype": "int16"},
            bias={"dtype": "int64", "data": np.array([2**47, 0])},
        )
    )
    with pytest.raises(ModelError, match="47 bits"):
        ops.check(readers.read(path))
