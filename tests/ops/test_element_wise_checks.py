"""Element-wise operators on tensors that make no sense: computed, or refused in words."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import memory
from generator.errors import ModelError
from generator.render.model import render_model
from tests import oracle
from tests.single_op import T, model, options

WITH_OPTIONS = {
    "ADD": "AddOptions",
    "SUB": "SubOptions",
    "MUL": "MulOptions",
    "DIV": "DivOptions",
    "LEAKY_RELU": "LeakyReluOptions",
}
PLAIN = (
    "MAXIMUM MINIMUM SQUARED_DIFFERENCE ABS NEG SQRT RSQRT SQUARE EXP LOG FLOOR CEIL ROUND SIN COS "
    "RELU RELU6 RELU_N1_TO_1 PRELU ELU LOGISTIC TANH HARD_SWISH FLOOR_DIV FLOOR_MOD LOGICAL_AND "
    "LOGICAL_OR LOGICAL_NOT EQUAL NOT_EQUAL GREATER GREATER_EQUAL LESS LESS_EQUAL SELECT_V2 ADD_N "
    "CAST ZEROS_LIKE FILL BROADCAST_TO BROADCAST_ARGS"
)
DTYPES = ["int8", "uint8", "int16", "int32", "int64", "float32", "bool"]
SCALES = [None, 0.1, 0.1, 0.1, 2.0**-15, 1 / 256, 0.0, -1.0, float("nan"), float("inf")]
SCALES += [1e-38, 1e38, 1e-12, 1e12, 2.0**-40, 2.0**40, 3.0, 1e-5]
SHAPES = [(), (1,), (3,), (2, 3), (0,), (2, 1), (1, 1, 1, 1, 1, 1, 2), (100_000, 100_000)]


# How many inputs an operator has, where it is not 1.
PAIRS = (
    "ADD SUB MUL DIV MAXIMUM MINIMUM SQUARED_DIFFERENCE PRELU FLOOR_DIV FLOOR_MOD LOGICAL_AND "
    "LOGICAL_OR EQUAL NOT_EQUAL GREATER GREATER_EQUAL LESS LESS_EQUAL ADD_N FILL BROADCAST_TO "
    "BROADCAST_ARGS"
)
ARITY = {"SELECT_V2": 3} | dict.fromkeys(PAIRS.split(" "), 2)
BOOL_RESULTS = {"EQUAL", "NOT_EQUAL", "GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL"}


@st.composite
def tensors(draw, usual: str, constant: bool = True):
    """A tensor that is odd in one respect every now and then."""
    odd = draw(st.sampled_from([None] * 6 + ["dtype", "shape", "scale", "zero point", "scales"]))
    dtype = draw(st.sampled_from(DTYPES)) if odd == "dtype" else usual
    shape = draw(st.sampled_from(SHAPES)) if odd == "shape" else (3,)
    scale = draw(st.sampled_from(SCALES)) if odd == "scale" else 0.1
    if dtype not in ("int8", "int16") and odd != "scale":
        scale = None
    zero_point = draw(st.sampled_from([-128, 127, 300, 2**40])) if odd == "zero point" else 0
    data = None
    if constant and draw(st.integers(0, 3)) == 0 and 0 < np.prod(shape) < 100:
        data = np.full(shape, draw(st.sampled_from([0, 1, 3, 127])), dtype)
    return T(shape, dtype, [scale] * 3 if odd == "scales" and scale else scale, zero_point, 0, data)


@st.composite
def nonsense(draw):
    """A file with one operator whose tensors mostly fit it."""
    op = draw(st.sampled_from([*WITH_OPTIONS, *PLAIN.split(" ")]))
    usual = draw(st.sampled_from(DTYPES))
    count = ARITY.get(op, 1) + draw(st.sampled_from([0] * 9 + [1]))
    inputs = [draw(tensors(usual, constant=position > 0)) for position in range(count)]
    if op in ("FILL", "BROADCAST_TO") and draw(st.integers(0, 3)):
        extent = draw(st.sampled_from([3, 3, 3, -1, 0, 2**31 - 1]))
        inputs[0 if op == "FILL" else 1] = T((1,), "int32", data=np.array([extent], np.int32))
    if op == "SELECT_V2":
        inputs[0] = draw(tensors("bool", constant=False))
    if draw(st.integers(0, 19)) == 0:
        inputs[draw(st.integers(0, count - 1))] = None
    result = "bool" if op in BOOL_RESULTS else usual
    outputs = [draw(tensors(result, constant=False))]
    table = None
    if op in WITH_OPTIONS:
        key = "alpha" if op == "LEAKY_RELU" else "fusedActivationFunction"
        values = [0.1, -3.0, float("nan"), 1e30] if op == "LEAKY_RELU" else [0, 1, 2, 3, 4, 5]
        table = options(WITH_OPTIONS[op], **{key: draw(st.sampled_from(values))})
    return model(op, inputs, outputs, table)


@settings(max_examples=400, deadline=None)
@given(nonsense())
def test_nonsense_is_computed_or_refused(data: bytes) -> None:
    """No other exception, no warning of NumPy's that a number left its type."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        path = Path(folder) / "single.tflite"
        path.write_bytes(data)
        try:
            graph = oracle.graph_of(path)
        except ModelError as error:
            assert error.message
            return
        program = oracle.program_of(graph)
        assert render_model(program, memory.plan(program))
        oracle.reference(graph, oracle.random_inputs(graph, np.random.default_rng(0)))
