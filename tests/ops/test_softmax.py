"""SOFTMAX against TensorFlow Lite Micro over random rows, scales and betas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from tests.ops._layers import FLOAT_TOLERANCE
from tests.single_op import T, check_against_oracle, model, options

_SHAPES = st.sampled_from([(1, 1), (1, 10), (3, 7), (2, 1, 3, 5), (33,), (1, 300)])
_OUTPUTS = {
    ("int8", "int8"): (2.0**-8, -128),
    ("int8", "int16"): (2.0**-16, -32768),
    ("int16", "int16"): (2.0**-15, 0),
}


def _model(shape, beta, given, output) -> bytes:
    return model(
        "SOFTMAX", [T(shape, *given)], [T(shape, *output)], options("SoftmaxOptions", beta=beta)
    )


@pytest.mark.parametrize("pair", _OUTPUTS)
@settings(max_examples=20, deadline=None)
@given(
    shape=_SHAPES,
    beta=st.sampled_from([1.0, 1.0, 0.25, 3.0]),
    magnitude=st.floats(-4, 2),
    zero_point=st.integers(-128, 127),
)
def test_integers_equal_tensorflow_lite_micro(pair, shape, beta, magnitude, zero_point) -> None:
    wide = pair[0] == "int16"
    scale = np.float32(10.0**magnitude / (256 if wide else 1))
    source = (pair[0], scale, 0 if wide else zero_point)
    check_against_oracle(_model(shape, beta, source, (pair[1], *_OUTPUTS[pair])), runs=3)


def test_every_16_bit_difference_equals_tensorflow_lite_micro() -> None:
    """Row by row all differences to the greatest value: all of the exponential's table."""
    differences = np.arange(65536, dtype=np.int64).reshape(64, 1024) - 32768
    values = differences.astype(np.int16)
    values[:, 0] = 32767
    data = _model(values.shape, 1.0, ("int16", np.float32(10.0 / 65535), 0), ("int16", 2.0**-15, 0))
    check_against_oracle(data, inputs=[[values]])


def test_saturated_differences_equal_tensorflow_lite_micro() -> None:
    data = _model((1, 4), 1.0, ("int16", 3.0, 0), ("int16", 2.0**-15, 0))
    check_against_oracle(data, inputs=[[np.array([[-32768, 32767, 0, 32766]], np.int16)]])


@settings(max_examples=10, deadline=None)
@given(shape=_SHAPES, beta=st.sampled_from([1.0, 0.5, 4.0]))
def test_reals_agree(shape, beta) -> None:
    check_against_oracle(_model(shape, beta, ("float32",), ("float32",)), tolerance=FLOAT_TOLERANCE)


@pytest.mark.parametrize(
    ("words", "source", "output", "beta"),
    [
        ("1/256", ("int8", 0.1), ("int8", 0.1, -128), 1.0),
        ("1/65536", ("int8", 0.1), ("int16", 2.0**-15, 0), 1.0),
        ("not supported", ("int16", 0.1), ("int8", 2.0**-8, -128), 1.0),
        ("too small", ("int8", 1e-9), ("int8", 2.0**-8, -128), 1.0),
        ("too small", ("int8", 0.1), ("int8", 2.0**-8, -128), -1.0),
        ("not above zero", ("int16", 0.1), ("int16", 2.0**-15, 0), -1.0),
        ("beta is nan", ("float32",), ("float32",), float("nan")),
        ("zero point", ("int16", 0.1, 5), ("int16", 2.0**-15, 0), 1.0),
        ("not float32", ("float32",), ("int8", 2.0**-8, -128), 1.0),
    ],
)
def test_refuses_in_words(words, source, output, beta, tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(_model((1, 3), beta, source, output))
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))


def test_refuses_rows_whose_sum_would_overflow(tmp_path) -> None:
    path = tmp_path / "long.tflite"
    path.write_bytes(_model((1, 4096), 1.0, ("int8", 0.1), ("int8", 2.0**-8, -128)))
    with pytest.raises(ModelError, match="4095"):
        ops.check(readers.read(path))
