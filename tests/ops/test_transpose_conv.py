"""TRANSPOSE_CONV against TensorFlow Lite Micro over random shapes, strides and scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.ops.transpose_conv import BIASES
from tests.ops._layers import draw_layer, tolerance
from tests.single_op import T, check_against_oracle, model, options


def _output_size(size: int, window: int, stride: int, padding: str, slack: int) -> int:
    """An output that a convolution of that window and stride would shrink to `size`."""
    if padding == "SAME":
        return size * stride - slack % stride
    return (size - 1) * stride + window + slack % stride


@st.composite
def convolutions(draw, dtype):
    """A model with one transposed convolution."""
    window = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    stride = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    image = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    slack = draw(st.integers(0, 2))
    sizes = [
        _output_size(*axis, padding, slack) for axis in zip(image, window, stride, strict=True)
    ]
    channels, outputs = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    batches = draw(st.sampled_from([1, 1, 2]))
    shape = (batches, *sizes, outputs)
    layer = draw_layer(
        draw,
        dtype,
        (batches, *image, channels),
        (outputs, *window, channels),
        shape,
        0,
        biases=BIASES[dtype],
    )
    bias = layer.bias
    return model(
        "TRANSPOSE_CONV",
        [
            T((4,), "int32", data=np.array(shape)),
            layer.weights,
            layer.given,
            *([bias] if bias else []),
        ],
        [layer.output],
        options(
            "TransposeConvOptions",
            padding=0 if padding == "SAME" else 1,
            strideH=stride[0],
            strideW=stride[1],
            fusedActivationFunction=draw(st.integers(0, 3)),
        ),
    )


@pytest.mark.parametrize("dtype", ["int8", "int16", "float32"])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(convolutions(dtype)), tolerance=tolerance(dtype))


@pytest.mark.parametrize(
    ("words", "shape", "output", "stride"),
    [
        ("not possible", (1, 2, 2, 1), (1, 2, 2, 1), 0),
        ("holds", (1, 3, 3, 1), (1, 2, 2, 1), 1),
        ("shape", (2, 2, 2, 1), (2, 2, 2, 1), 1),
        ("larger", (1, 1, 1, 1), (1, 1, 1, 1), 1),
    ],
)
def test_refuses_in_words(words, shape, output, stride, tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(
        model(
            "TRANSPOSE_CONV",
            [
                T((4,), "int32", data=np.array(shape)),
                T((1, 2, 2, 1), "int8", 0.1, data=np.ones(4)),
                T((1, 1, 1, 1), "int8", 0.5),
            ],
            [T(output, "int8", 0.5)],
            options("TransposeConvOptions", padding=1, strideH=stride, strideW=stride),
        )
    )
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))
