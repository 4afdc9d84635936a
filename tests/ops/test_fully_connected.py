"""FULLY_CONNECTED against TensorFlow Lite Micro over random shapes, weights and scales."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.ops.fully_connected import BIASES
from tests.ops._layers import draw_layer, sum_that_tells_precision, tolerance
from tests.single_op import T, check_against_oracle, model, options


@st.composite
def layers(draw, dtype):
    """A model with one layer; weights may have a zero point, or come in with the input."""
    depth, outputs = draw(st.integers(1, 20)), draw(st.integers(1, 9))
    leading = draw(st.sampled_from([(1,), (3,), (1, 2), (2, 1, 2)]))
    keep = draw(st.booleans())
    rows = int(np.prod(leading))
    layer = draw_layer(
        draw,
        dtype,
        (*leading, depth),
        (outputs, depth),
        (*leading, outputs) if keep else (rows, outputs),
        0,
        biases=BIASES[dtype],
        asymmetric=True,
    )
    weights = layer.weights
    single = np.size(weights.scales) == 1
    if dtype != "float32" and single and draw(st.booleans()):
        weights = replace(weights, zero_points=draw(st.integers(-128, 127)))
    if single and draw(st.integers(0, 3)) == 0:
        weights = replace(weights, data=None)
    return model(
        "FULLY_CONNECTED",
        [layer.given, weights, layer.bias],
        [layer.output],
        options(
            "FullyConnectedOptions",
            keepNumDims=keep,
            fusedActivationFunction=draw(st.integers(0, 3)),
        ),
    )


@pytest.mark.parametrize("dtype", ["int8", "int16", "float32"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(layers(dtype)), tolerance=tolerance(dtype))


def test_scales_are_multiplied_in_double_precision() -> None:
    (row, column), scales = sum_that_tells_precision()
    given = T((1, row.size), "int8", scales[0], 0)
    weights = T((1, row.size), "int8", scales[1], 0, data=column)
    output = T((1, 1), "int8", scales[2], 0)
    data = model("FULLY_CONNECTED", [given, weights], [output], options("FullyConnectedOptions"))
    check_against_oracle(data, inputs=[[row.reshape(1, -1)]])


def _refused(words: str, tmp_path, *, output=(1, 2), bias_scale=0.05, **choices: object) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(
        model(
            "FULLY_CONNECTED",
            [
                T((1, 3), "int8", 0.5),
                T((2, 3), "int8", 0.1, data=np.ones(6)),
                T((2,), "int32", bias_scale, data=np.ones(2)),
            ],
            [T(output, "int8", 0.5)],
            options("FullyConnectedOptions", **choices),
        )
    )
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))


def test_refuses_shuffled_weights(tmp_path) -> None:
    _refused("SHUFFLED4x16INT8", tmp_path, weightsFormat=1)


@pytest.mark.parametrize("output", [(1, 3), (2, 2), ()])
def test_refuses_other_outputs(output: tuple[int, ...], tmp_path) -> None:
    _refused("rows of 2", tmp_path, output=output)


def test_refuses_a_bias_of_another_scale(tmp_path) -> None:
    _refused("should be 0.05", tmp_path, bias_scale=0.5)
