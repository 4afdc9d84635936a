"""CAST against TensorFlow Lite Micro between all of its dtypes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from tests import oracle
from tests.element_wise import shapes, values
from tests.single_op import T, check_against_oracle, model, options


@pytest.mark.parametrize("after", ["int8", "int16", "int32", "uint32", "float32", "bool"])
@pytest.mark.parametrize("before", ["int8", "int16", "int32", "uint32", "float32", "bool"])
@settings(max_examples=2, deadline=None)
@given(shape=shapes)
def test_equals_tensorflow_lite_micro(before: str, after: str, shape) -> None:
    made = model("CAST", [T(shape, before)], [T(shape, after)], options("CastOptions"))
    inputs = [[values(shape, before, seed)] for seed in range(3)]
    if (before, after) == ("uint32", "bool"):
        pytest.skip("TensorFlow Lite Micro has no such cast")
    if (before, after) == ("float32", "uint32"):
        inputs = [[np.abs(reals)] for (reals,) in inputs]
    check_against_oracle(made, inputs=inputs)


@pytest.mark.parametrize("dtype", ["int32", "uint32"])
def test_reals_that_no_integer_holds_saturate(dtype: str, tmp_path: Path) -> None:
    """As on Arm's cores; in C it would be undefined."""
    reals = np.array([5e9, -3e9, np.inf, -np.inf, np.nan, 2147483520.0, 1.9], np.float32)
    path = tmp_path / "cast.tflite"
    path.write_bytes(model("CAST", [T((7,), "float32")], [T((7,), dtype)]))
    graph = oracle.graph_of(path)
    (ours,) = oracle.host_model(graph, tmp_path, oracle.SANITIZE).run([reals])
    bottom, top = np.iinfo(dtype).min, np.iinfo(dtype).max
    assert ours.tolist() == [top, bottom, top, bottom, 0, 2147483520, 1]
    assert np.array_equal(oracle.reference(graph, [reals])[0], ours)


@pytest.mark.parametrize("dtype", ["int8", "int32", "uint32", "float32"])
def test_all_but_zero_is_true(dtype: str, tmp_path: Path) -> None:
    numbers = np.array([0, 1, 0, 100, 77, 0, 3], dtype)
    path = tmp_path / "cast.tflite"
    path.write_bytes(model("CAST", [T((7,), dtype)], [T((7,), "bool")]))
    graph = oracle.graph_of(path)
    (ours,) = oracle.host_model(graph, tmp_path, oracle.SANITIZE).run([numbers])
    assert ours.tolist() == [False, True, False, True, True, False, True]
    assert np.array_equal(oracle.reference(graph, [numbers])[0], ours)
