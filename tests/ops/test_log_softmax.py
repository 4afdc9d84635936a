"""LOG_SOFTMAX against TensorFlow Lite Micro over random rows and scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from generator.fixed_point import log_of_at_least_one
from tests.ops._layers import FLOAT_TOLERANCE
from tests.single_op import T, check_against_oracle, model, options

_SHAPES = st.sampled_from([(1, 1), (1, 10), (3, 7), (2, 1, 3, 5), (33,), (1, 300)])


def _model(shape, source, output) -> bytes:
    return model(
        "LOG_SOFTMAX", [T(shape, *source)], [T(shape, *output)], options("LogSoftmaxOptions")
    )


@settings(max_examples=30, deadline=None)
@given(shape=_SHAPES, magnitude=st.floats(-4, 2), zero_point=st.integers(-128, 127))
def test_int8_equals_tensorflow_lite_micro(shape, magnitude, zero_point) -> None:
    source = ("int8", np.float32(10.0**magnitude), zero_point)
    check_against_oracle(_model(shape, source, ("int8", 1 / 16, 127)), runs=3)


@settings(max_examples=10, deadline=None)
@given(shape=_SHAPES)
def test_reals_agree(shape) -> None:
    check_against_oracle(_model(shape, ("float32",), ("float32",)), tolerance=FLOAT_TOLERANCE)


@given(st.integers(2**19, 2**31 - 1))
def test_the_fixed_point_logarithm_is_one(a: int) -> None:
    assert abs(log_of_at_least_one(a) / 2**26 - np.log(a / 2**19)) < 1e-6


@pytest.mark.parametrize(
    ("words", "source", "output"),
    [
        ("1/16", ("int8", 0.1), ("int8", 0.1, 127)),
        ("too small", ("int8", 1e-9), ("int8", 1 / 16, 127)),
        ("not int8", ("int16", 0.1), ("int16", 1 / 16, 127)),
    ],
)
def test_refuses_in_words(words, source, output, tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(_model((1, 3), source, output))
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))
