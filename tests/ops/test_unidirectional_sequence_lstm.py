"""UNIDIRECTIONAL_SEQUENCE_LSTM against TensorFlow Lite Micro, state carried over several runs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ModelError
from generator.graph import Array
from tests.single_op import T, check_against_oracle, model, options, refused

# Gate order in the file: input, forget, cell, output.
WEIGHT_TYPES = {"int8": "int8", "int16": "int8", "float32": "float32"}
BIAS_TYPES = {"int8": "int32", "int16": "int64", "float32": "float32"}


def weights(generator: np.random.Generator, dtype: str, *shape: int) -> Array:
    if dtype == "float32":
        return generator.normal(scale=0.5, size=shape).astype(np.float32)
    return generator.integers(-127, 128, shape).astype(np.int8)


def bias(generator: np.random.Generator, dtype: str, units: int) -> Array:
    if dtype == "float32":
        return generator.normal(scale=0.3, size=units).astype(np.float32)
    return generator.integers(-3000, 3000, units).astype(BIAS_TYPES[dtype])


def lstm(
    dtype: str,
    *,
    seed: int,
    batches: int = 1,
    steps: int = 3,
    inputs: int = 4,
    units: int = 5,
    time_major: bool = False,
    cell_clip: float = 0.0,
    cell_power: int = -11,
    activation: int = 4,
    state: tuple[int, ...] | None = None,
) -> bytes:
    """A model of one layer whose gates see sums of a few units."""
    generator = np.random.default_rng(seed)
    quantized = dtype != "float32"
    low = {"int8": -128, "int16": 0, "float32": 0}[dtype]
    zero_points = generator.integers(low, -low or 1, 2)
    input_scale, hidden_scale = generator.uniform(0.01, 0.05), generator.uniform(0.004, 0.01)
    if dtype == "int16":
        input_scale, hidden_scale = input_scale / 256, hidden_scale / 256

    def matrix(depth: int) -> T:
        scale = generator.uniform(0.002, 0.02) if quantized else None
        return T(
            (units, depth),
            WEIGHT_TYPES[dtype],
            scale,
            data=weights(generator, dtype, units, depth),
        )

    def vector() -> T:
        return T((units,), BIAS_TYPES[dtype], data=bias(generator, dtype, units))

    first = (steps, batches) if time_major else (batches, steps)
    hidden = T(
        state or (batches, units),
        dtype,
        hidden_scale if quantized else None,
        int(zero_points[1]),
        variable=True,
    )
    cell = T(
        (batches, units),
        "int16" if quantized else "float32",
        2.0**cell_power if quantized else None,
        variable=True,
    )
    return model(
        "UNIDIRECTIONAL_SEQUENCE_LSTM",
        [
            T((*first, inputs), dtype, input_scale if quantized else None, int(zero_points[0])),
            *(matrix(inputs) for _ in range(4)),
            *(matrix(units) for _ in range(4)),
            *(None, None, None),
            *(vector() for _ in range(4)),
            *(None, None),
            hidden,
            cell,
            *(None, None, None, None),
        ],
        [T((*first, units), dtype, hidden_scale if quantized else None, int(zero_points[1]))],
        options(
            "UnidirectionalSequenceLSTMOptions",
            fusedActivationFunction=activation,
            timeMajor=time_major,
            cellClip=cell_clip,
        ),
    )


layers = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32 - 1),
        "batches": st.sampled_from([1, 1, 2, 3]),
        "steps": st.integers(1, 4),
        "inputs": st.integers(1, 9),
        "units": st.integers(1, 9),
        "time_major": st.booleans(),
        "cell_clip": st.sampled_from([0.0, 0.0, 0.5, 1e-9]),
    }
)


@settings(max_examples=20, deadline=None)
@given(layers, st.sampled_from([-15, -12, -11, -10]))
def test_int8_equals_tensorflow_lite_micro(layer: dict, cell_power: int) -> None:
    check_against_oracle(lstm("int8", **layer, cell_power=cell_power), runs=3)


@settings(max_examples=15, deadline=None)
@given(layers, st.sampled_from([-15, -12, -11, -10]))
def test_int16_equals_tensorflow_lite_micro(layer: dict, cell_power: int) -> None:
    check_against_oracle(lstm("int16", **layer, cell_power=cell_power), runs=3)


@settings(max_examples=15, deadline=None)
@given(layers)
def test_float32_agrees_with_tensorflow_lite_micro(layer: dict) -> None:
    """Within 4 float32 steps of the greatest output after three runs of up to four steps."""
    check_against_oracle(lstm("float32", **layer), runs=3, tolerance=4 * 2.0**-23)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"activation": 1}, "only TANH"),
        ({"cell_clip": -1.0}, "cell_clip"),
        ({"cell_power": 20}, "scale"),
        ({"state": (1, 4)}, "should be 1x5"),
    ],
)
def test_refusals(change: dict, words: str) -> None:
    error = refused(lstm("int8", seed=0, **change))
    assert isinstance(error, ModelError)
    assert words in error.message
    assert error.where is not None
    assert "UNIDIRECTIONAL_SEQUENCE_LSTM" in error.where
