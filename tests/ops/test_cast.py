"""CAST against TensorFlow Lite Micro between all of its dtypes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from tests import oracle
from tests.element_wise import shapes
from tests.single_op import T, check_against_oracle, model, options


@pytest.mark.parametrize("after", ["int8", "int16", "int32", "float32"])
@pytest.mark.parametrize("before", ["int8", "int16", "int32", "float32", "bool"])
@settings(max_examples=3, deadline=None)
@given(shape=shapes)
def test_equals_tensorflow_lite_micro(before: str, after: str, shape) -> None:
    check_against_oracle(
        model("CAST", [T(shape, before)], [T(shape, after)], options("CastOptions"))
    )


def test_reals_that_no_integer_holds_saturate(tmp_path: Path) -> None:
    """As on Arm's cores; in C it would be undefined."""
    reals = np.array([3e9, -3e9, np.inf, -np.inf, np.nan, 2147483520.0, -1.9], np.float32)
    path = tmp_path / "cast.tflite"
    path.write_bytes(model("CAST", [T((7,), "float32")], [T((7,), "int32")]))
    graph = oracle.graph_of(path)
    (ours,) = oracle.host_model(graph, tmp_path, oracle.SANITIZE).run([reals])
    top, bottom = 2**31 - 1, -(2**31)
    assert ours.tolist() == [top, bottom, top, bottom, 0, 2147483520, -1]
    assert np.array_equal(oracle.reference(graph, [reals])[0], ours)
