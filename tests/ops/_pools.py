"""Models of one pooling layer."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.ops._layers import Draw, draw_window
from tests.single_op import T, model, options


def draw_pool(draw: Draw, op: str, dtype: str) -> bytes:
    """A pool of that operator over a random image and window."""
    window = draw_window(draw, dilated=False, greatest=5)
    batches, channels = draw(st.sampled_from([1, 1, 2])), draw(st.integers(1, 7))
    quantization: dict[str, Any] = {}
    if dtype != "float32":
        generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
        low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
        quantization = {
            "scales": np.float32(generator.uniform(0.001, 0.2)),
            "zero_points": int(generator.integers(low, high + 1)),
        }
    return model(
        op,
        [T((batches, *window.image, channels), dtype, **quantization)],
        [T((batches, *window.outputs, channels), dtype, **quantization)],
        options(
            "Pool2DOptions",
            padding=window.padding_code,
            strideH=window.stride[0],
            strideW=window.stride[1],
            filterHeight=window.kernel[0],
            filterWidth=window.kernel[1],
            fusedActivationFunction=draw(st.integers(0, 3)),
        ),
    )
