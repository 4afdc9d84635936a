"""CONV_2D against TensorFlow Lite Micro over random shapes, strides, paddings and scales."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.single_op import T, check_against_oracle, model, options


@st.composite
def convolutions(draw):
    """A model with one convolution whose window fits its image."""
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    channels, outputs = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    kernel = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    stride = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    dilation = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2), (2, 3)]))
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
    if padding == "VALID":
        height, width = max(height, reach[0]), max(width, reach[1])
    batches = draw(st.sampled_from([1, 1, 1, 2]))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    covered = (
        (height, width) if padding == "SAME" else (height - reach[0] + 1, width - reach[1] + 1)
    )
    out = [-(-size // s) for size, s in zip(covered, stride, strict=True)]
    per_channel = draw(st.booleans())
    scales = generator.uniform(1e-3, 2e-2, outputs if per_channel else 1).astype(np.float32)
    input_scale, output_scale = generator.uniform(0.01, 1.0), generator.uniform(0.02, 2.0)
    zero_points = generator.integers(-128, 128, 2)
    weights = generator.integers(-127, 128, (outputs, *kernel, channels))
    bias = generator.integers(-20000, 20000, outputs)
    return model(
        "CONV_2D",
        [
            T((batches, height, width, channels), "int8", input_scale, int(zero_points[0])),
            T(weights.shape, "int8", scales, 0, 0, weights),
            T((outputs,), "int32", np.float32(input_scale) * scales, 0, 0, bias)
            if draw(st.booleans())
            else None,
        ],
        [T((batches, *out, outputs), "int8", output_scale, int(zero_points[1]))],
        options(
            "Conv2DOptions",
            padding=0 if padding == "SAME" else 1,
            strideH=stride[0],
            strideW=stride[1],
            dilationHFactor=dilation[0],
            dilationWFactor=dilation[1],
            fusedActivationFunction=draw(st.integers(0, 3)),
        ),
    )


@settings(max_examples=25, deadline=None)
@given(convolutions())
def test_equals_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data)
