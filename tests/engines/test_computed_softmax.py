"""SOFTMAX that computes its exponentials, on simulated cores against TensorFlow Lite Micro."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.on_core import check_on_core
from tests.single_op import T, model, options

OUTPUTS = {"int8": (2.0**-8, -128), "int16": (2.0**-16, -32768)}


@pytest.mark.parametrize(("core", "output"), [("cortex-m3", "int8"), ("cortex-m0plus", "int16")])
@settings(max_examples=8, deadline=None)
@given(
    shape=st.sampled_from([(1, 1), (1, 12), (3, 7), (1, 300)]),
    beta=st.sampled_from([1.0, 0.25, 3.0]),
    magnitude=st.floats(-4, 2),
)
def test_equals_tensorflow_lite_micro(core, output, shape, beta, magnitude) -> None:
    source = T(shape, "int8", np.float32(10.0**magnitude / 256), 3)
    result = T(shape, output, *OUTPUTS[output])
    data = model("SOFTMAX", [source], [result], options("SoftmaxOptions", beta=beta))
    check_on_core(data, core, kernel="computed")
