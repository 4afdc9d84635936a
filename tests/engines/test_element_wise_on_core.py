"""One of each element-wise operator as Cortex-M3 code on a simulated core, against the oracle."""

import numpy as np
import pytest

from tests.engines.on_core import check_on_core
from tests.single_op import T, model, options

pytest.importorskip("unicorn", reason="needs the emulator")

SHAPE = (2, 3, 5)
ACTIVATED = {"ADD": "AddOptions", "SUB": "SubOptions", "MUL": "MulOptions", "DIV": "DivOptions"}
OTHERS = (
    *("MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE"),
    *("EQUAL", "NOT_EQUAL", "GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL"),
)
TABLES = ("LOGISTIC", "TANH", "ELU", "HARD_SWISH", "RELU", "RELU6", "ABS", "LEAKY_RELU")
REALS = ("NEG", "FLOOR", "CEIL", "ROUND", "SQUARE", "SIN", "COS", "EXP", "ABS", "RELU")


def int8(scale: float = 0.05, zero_point: int = -3) -> T:
    return T(SHAPE, "int8", scale, zero_point)


@pytest.mark.parametrize("op", ACTIVATED)
def test_arithmetic(op: str) -> None:
    table = options(ACTIVATED[op], fusedActivationFunction=1)
    # The quotients' scale keeps the shifts below 32, where the original of DIV is defined.
    divides = op == "DIV"
    second = T((5,), "int8", 0.0002 if divides else 0.04, 7, data=np.array([60, 70, -80, 90, 5]))
    inputs = [int8(0.3 if divides else 0.05), second]
    assert check_on_core(model(op, inputs, [int8(0.09, 5)], table), "cortex-m3") > 0


@pytest.mark.parametrize("op", OTHERS)
def test_choices_and_comparisons(op: str) -> None:
    compares = "EQUAL" in op or op in ("GREATER", "LESS")
    output = T(SHAPE, "bool") if compares else int8()
    assert check_on_core(model(op, [int8(), int8()], [output]), "cortex-m3") > 0


@pytest.mark.parametrize("op", TABLES)
def test_functions_of_int8(op: str) -> None:
    outputs = {"LOGISTIC": (1 / 256, -128), "TANH": (1 / 128, 0), "RELU6": (0.05, -3)}
    table = options("LeakyReluOptions", alpha=0.3) if op == "LEAKY_RELU" else None
    output = int8(*outputs.get(op, (0.05, -3)))
    assert check_on_core(model(op, [int8()], [output], table), "cortex-m3") > 0


@pytest.mark.parametrize("op", REALS)
def test_functions_of_float32(op: str) -> None:
    real = T(SHAPE, "float32")
    assert check_on_core(model(op, [real], [real]), "cortex-m3", tolerance=1e-6) > 0


def test_choosing_and_casting() -> None:
    condition, real = T(SHAPE, "bool"), T(SHAPE, "float32")
    chosen = model("SELECT_V2", [condition, real, real], [real])
    assert check_on_core(chosen, "cortex-m3") > 0
    assert check_on_core(model("CAST", [int8()], [real]), "cortex-m3") > 0
    assert check_on_core(model("LOGICAL_NOT", [condition], [condition]), "cortex-m3") > 0
    assert check_on_core(model("LOGICAL_AND", [condition, condition], [condition]), "cortex-m3") > 0
