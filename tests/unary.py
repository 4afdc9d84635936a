"""Holds operators on one tensor against TensorFlow Lite Micro, int8 for all of its 256 values."""

import numpy as np
from hypothesis import strategies as st

from generator.graph import Array
from tests.element_wise import FLOAT_TOLERANCE, scales, shapes
from tests.single_op import T, check_against_oracle, model

ALL_INT8 = np.arange(-128, 128, dtype=np.int8)
int8_zero_points = st.integers(-128, 127)


def check_float(op: str, data: st.DataObject, low: float, high: float, table=None) -> None:
    """A drawn shape of reals between low and high."""
    shape = data.draw(shapes)
    generator = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    inputs = [[generator.uniform(low, high, shape).astype(np.float32)] for _ in range(3)]
    made = model(op, [T(shape, "float32")], [T(shape, "float32")], table)
    check_against_oracle(made, inputs=inputs, tolerance=FLOAT_TOLERANCE)


def check_int8(
    op: str,
    given: tuple[float, int],
    output: tuple[float, int],
    values: Array = ALL_INT8,
    table=None,
) -> None:
    """Every value, by the scale and zero point of input and output."""
    shape = (values.size,)
    made = model(op, [T(shape, "int8", *given)], [T(shape, "int8", *output)], table)
    check_against_oracle(made, inputs=[[values]])


def check_int16(op: str, given: float | None, output: float | None, seed: int, table=None) -> None:
    """Some thousand values, both ends and all around 0 among them."""
    drawn = np.random.default_rng(seed).integers(-(2**15), 2**15, 3000)
    values = np.concatenate([drawn, [-(2**15), 2**15 - 1], np.arange(-500, 500)]).astype(np.int16)
    shape = (values.size,)
    made = model(op, [T(shape, "int16", given)], [T(shape, "int16", output)], table)
    check_against_oracle(made, inputs=[[values]])


quantisations = st.tuples(scales, int8_zero_points)
