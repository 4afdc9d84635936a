"""SPACE_TO_BATCH_ND against TensorFlow Lite Micro, its padding against NumPy."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import strategies as st

from tests import oracle
from tests.ops.drawing import constant, data_of, like, over, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    """Without padding: that of the oracle is whatever lies in its memory."""
    sides = data.draw(st.integers(1, 2))
    small = data.draw(st.lists(st.integers(1, 3), min_size=sides, max_size=sides))
    block = data.draw(st.lists(st.integers(1, 3), min_size=sides, max_size=sides))
    sizes = [s * b for s, b in zip(small, block, strict=True)]
    batch, channels = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 5))
    given = data_of(data.draw, (batch, *sizes, channels), dtype)
    output = like(given, (batch * int(np.prod(block)), *small, channels))
    inputs = [given, constant(block), constant([(0, 0)] * sides)]
    table = options("SpaceToBatchNDOptions")
    check_against_oracle(model("SPACE_TO_BATCH_ND", inputs, [output], table))


@over(DTYPES, data=st.data())
def test_pads_with_what_stands_for_zero(dtype: str, data: st.DataObject) -> None:
    high, wide, rows, columns = (data.draw(st.integers(1, 3)) for _ in range(4))
    edges = [
        data.draw(st.tuples(*[st.integers(0, (n - 1) // 2)] * 2))
        for n in (high * rows, wide * columns)
    ]
    sizes = [n - sum(edge) for n, edge in zip((high * rows, wide * columns), edges, strict=True)]
    given = data_of(data.draw, (1, *sizes, 2), dtype)
    output = like(given, (rows * columns, high, wide, 2))
    inputs = [given, constant([rows, columns]), constant(edges)]
    values = values_of(given.shape, dtype, 0)
    zero = given.zero_points if dtype == "int8" else 0
    padded = np.pad(values[0], (*edges, (0, 0)), constant_values=zero)
    expected = [padded[r::rows, c::columns] for r in range(rows) for c in range(columns)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "padded.tflite"
        path.write_bytes(model("SPACE_TO_BATCH_ND", inputs, [output]))
        actual = oracle.host_model(oracle.graph_of(path), Path(folder)).run([values])[0]
    np.testing.assert_array_equal(actual, np.stack(expected))


@pytest.mark.parametrize(("block", "edge"), [((0, 1), 0), ((2, 2), -1), ((3, 1), 0)])
def test_refuses_blocks_that_do_not_fit(block: tuple[int, int], edge: int) -> None:
    inputs = [T((1, 4, 4, 1), "float32"), constant(block), constant([[edge, edge], [0, 0]])]
    error = refused(model("SPACE_TO_BATCH_ND", inputs, [T((4, 2, 2, 1), "float32")]))
    assert "SPACE_TO_BATCH_ND" in str(error)
