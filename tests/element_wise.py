"""Draws single-operator models whose inputs broadcast against each other."""

import numpy as np
from hypothesis import strategies as st

from generator.graph import Array
from tests.single_op import T, model

# Largest difference from TensorFlow Lite Micro, as a part of the greatest magnitude: two units in
# the last place of float32, as its C library and ours may round a function's value differently.
FLOAT_TOLERANCE = 2.5e-7

shapes = st.lists(st.integers(1, 5), min_size=0, max_size=4).map(tuple)
scales = st.floats(1e-3, 0.5).map(lambda value: float(np.float32(value)))
seeds = st.integers(0, 2**32 - 1)


@st.composite
def broadcasting(draw, inputs: int = 2, most_dimensions: int = 5):
    """Shapes that broadcast together, then the shape of the output."""
    extents = st.lists(st.integers(1, 5), min_size=1, max_size=most_dimensions)
    output = draw(extents.map(tuple))
    same = draw(st.booleans())
    given = [output if same else draw(_parts(output)) for _ in range(inputs)]
    return given, np.broadcast_shapes(*given)


@st.composite
def _parts(draw, shape: tuple[int, ...]):
    dropped = draw(st.integers(0, len(shape)))
    return tuple(draw(st.sampled_from([1, extent])) for extent in shape[dropped:])


def values(shape: tuple[int, ...], dtype: str, seed: int) -> Array:
    """Data over the whole range of a type; reals around zero."""
    generator = np.random.default_rng(seed)
    if dtype == "float32":
        return generator.normal(scale=2.0, size=shape).astype(np.float32)
    if dtype == "bool":
        return generator.integers(0, 2, shape).astype(bool)
    info = np.iinfo(dtype)
    return generator.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


def zero_point(dtype: str):
    """Any value of 8 bits; 0 for 16."""
    return st.integers(-128, 127) if dtype == "int8" else st.just(0)


@st.composite
def operand(draw, shape: tuple[int, ...], dtype: str, quantized: bool, constant: bool = False):
    """A tensor with a scale where it needs one, and data if it is to be a constant."""
    data = values(shape, dtype, draw(seeds)) if constant else None
    if not quantized:
        return T(shape, dtype, data=data)
    return T(shape, dtype, draw(scales), draw(zero_point(dtype)), data=data)


@st.composite
def binary_models(
    draw,
    op: str,
    dtype: str,
    options=None,
    output_dtype: str | None = None,
    quantized: bool | None = None,
    output_scales=None,
):
    """A model with one operator on two tensors, one of which may be a constant.

    options: a strategy for the options table. output_scales: a strategy for the output's scale.
    """
    needs_scale = dtype in ("int8", "int16") if quantized is None else quantized
    (first, second), output = draw(broadcasting())
    constant = draw(st.sampled_from([None, None, 0, 1]))
    tensors = [
        draw(operand(shape, dtype, needs_scale, position == constant))
        for position, shape in enumerate((first, second))
    ]
    result = T(output, output_dtype or dtype)
    if needs_scale and output_dtype is None:
        scale = draw(output_scales or scales)
        result = T(output, dtype, scale, draw(zero_point(dtype)))
    return model(op, tensors, [result], draw(options) if options is not None else None)
