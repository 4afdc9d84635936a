"""SVDF against TensorFlow Lite Micro, its memory carried over several runs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.single_op import T, check_against_oracle, model, options, refused


def svdf(
    state_type: str,
    *,
    seed: int,
    batches: int = 1,
    inputs: int = 3,
    units: int = 4,
    rank: int = 2,
    memory: int = 5,
    activation: int = 0,
    declared_rank: int | None = None,
) -> bytes:
    """A model of one layer; state_type int8 or int16 for an int8 layer, or float32."""
    generator = np.random.default_rng(seed)
    floating = state_type == "float32"
    filters = units * rank

    def constant(shape: tuple[int, ...], dtype: str, scale: float) -> T:
        if floating:
            data = generator.normal(scale=0.6, size=shape).astype(np.float32)
            return T(shape, "float32", data=data)
        bound = {"int8": 127, "int16": 9000, "int32": 30000}[dtype]
        return T(shape, dtype, scale, data=generator.integers(-bound, bound + 1, shape))

    input_scale, feature_scale, time_scale, state_scale, output_scale = generator.uniform(
        0.005, 0.03, 5
    )
    if state_type == "int16":
        time_scale, state_scale = time_scale / 100, state_scale / 100
    zero_points = generator.integers(-128, 128, 3)
    activations = "float32" if floating else "int8"
    return model(
        "SVDF",
        [
            T((batches, inputs), activations, None if floating else input_scale, zero_points[0]),
            constant((filters, inputs), "int8", feature_scale),
            constant((filters, memory), state_type, time_scale),
            constant((units,), "int32", float(np.float32(time_scale) * np.float32(state_scale))),
            T(
                (batches, memory * filters),
                state_type,
                None if floating else state_scale,
                zero_points[1] // 8 if state_type == "int8" else 0,
                variable=True,
            ),
        ],
        [T((batches, units), activations, None if floating else output_scale, zero_points[2])],
        options(
            "SVDFOptions",
            rank=rank if declared_rank is None else declared_rank,
            fusedActivationFunction=activation,
        ),
    )


layers = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32 - 1),
        "batches": st.sampled_from([1, 1, 2, 3]),
        "inputs": st.integers(1, 9),
        "units": st.integers(1, 6),
        "rank": st.integers(1, 3),
        "memory": st.integers(1, 7),
        "activation": st.sampled_from([0, 1]),
    }
)


@settings(max_examples=25, deadline=None)
@given(layers, st.sampled_from(["int8", "int16"]))
def test_integers_equal_tensorflow_lite_micro(layer: dict, state_type: str) -> None:
    check_against_oracle(svdf(state_type, **layer), runs=4)


@settings(max_examples=20, deadline=None)
@given(layers, st.sampled_from([0, 1, 2, 3, 4]))
def test_float32_agrees_with_tensorflow_lite_micro(layer: dict, activation: int) -> None:
    """Within 2e-5 of the greatest output: products may cancel, and are added in another order."""
    layer = {**layer, "activation": activation}
    check_against_oracle(svdf("float32", **layer), runs=4, tolerance=2e-5)


@pytest.mark.parametrize("rank", [0, 3, -1])
def test_a_rank_that_does_not_fit_is_refused(rank: int) -> None:
    assert "rank" in refused(svdf("int16", seed=0, declared_rank=rank)).message
