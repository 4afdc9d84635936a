"""FLOOR_DIV against TensorFlow Lite Micro over shapes that broadcast; int32 against NumPy."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings

from tests import oracle
from tests.element_wise import binary_models
from tests.single_op import T, check_against_oracle, model


@settings(max_examples=12, deadline=None)
@given(binary_models("FLOOR_DIV", "float32"))
def test_equals_tensorflow_lite_micro(data: bytes) -> None:
    check_against_oracle(data)


def test_int32_is_as_numpy_divides(tmp_path: Path) -> None:
    """TensorFlow Lite Micro has no int32 here; by 0 gives 0, and INT32_MIN / -1 wraps."""
    numbers = np.array([-(2**31), -7, -6, -1, 0, 1, 6, 7, 2**31 - 1], np.int32)
    dividend, divisor = (np.ascontiguousarray(a) for a in np.meshgrid(numbers, numbers))
    tensor = T(dividend.shape, "int32")
    path = tmp_path / "single.tflite"
    path.write_bytes(model("FLOOR_DIV", [tensor, tensor], [tensor]))
    graph = oracle.graph_of(path)
    (ours,) = oracle.host_model(graph, tmp_path, oracle.SANITIZE).run([dividend, divisor])
    wide = dividend.astype(np.int64), np.where(divisor == 0, 1, divisor).astype(np.int64)
    expected = np.where(divisor == 0, 0, np.floor_divide(*wide)).astype(np.int32)
    assert np.array_equal(ours, expected)
    assert np.array_equal(oracle.reference(graph, [dividend, divisor])[0], expected)
