"""SPACE_TO_BATCH_ND against TensorFlow Lite Micro, its padding against NumPy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from tests import oracle
from tests.ops.drawing import constant, data_of, like, over, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    sides = data.draw(st.integers(1, 2))
    small = data.draw(st.lists(st.integers(1, 3), min_size=sides, max_size=sides))
    block = data.draw(st.lists(st.integers(1, 3), min_size=sides, max_size=sides))
    padded = [s * b for s, b in zip(small, block, strict=True)]
    before = [data.draw(st.integers(0, (side - 1) // 2)) for side in padded]
    behind = [data.draw(st.integers(0, (side - 1) // 2)) for side in padded]
    sizes = [p - b - e for p, b, e in zip(padded, before, behind, strict=True)]
    batch, channels = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 5))
    given = data_of(data.draw, (batch, *sizes, channels), dtype)
    if dtype == "int8":
        # With another zero point the oracle pads with what is no real 0.
        given = T(given.shape, dtype, given.scales, 0)
    output = like(given, (batch * int(np.prod(block)), *small, channels))
    edges = list(zip(before, behind, strict=True))
    inputs = [given, constant(block), constant(edges)]
    table = options("SpaceToBatchNDOptions")
    check_against_oracle(model("SPACE_TO_BATCH_ND", inputs, [output], table))


def test_pads_with_the_zero_point(tmp_path: Path) -> None:
    tensors = T((1, 3, 3, 2), "int8", 0.5, -7), T((4, 2, 2, 2), "int8", 0.5, -7)
    inputs = [tensors[0], constant([2, 2]), constant([[1, 0], [0, 1]])]
    path = tmp_path / "padded.tflite"
    path.write_bytes(model("SPACE_TO_BATCH_ND", inputs, [tensors[1]]))
    graph = oracle.graph_of(path)
    values = values_of((1, 3, 3, 2), "int8", 0)
    padded = np.full((4, 4, 2), -7, np.int8)
    padded[1:, :3] = values[0]
    expected = [padded[row::2, column::2] for row in range(2) for column in range(2)]
    actual = oracle.host_model(graph, tmp_path).run([values])[0]
    np.testing.assert_array_equal(actual, np.stack(expected))


@pytest.mark.parametrize(("block", "edge"), [((0, 1), 0), ((2, 2), -1), ((3, 1), 0)])
def test_refuses_blocks_that_do_not_fit(block: tuple[int, int], edge: int) -> None:
    inputs = [T((1, 4, 4, 1), "float32"), constant(block), constant([[edge, edge], [0, 0]])]
    error = refused(model("SPACE_TO_BATCH_ND", inputs, [T((4, 2, 2, 1), "float32")]))
    assert "SPACE_TO_BATCH_ND" in str(error)
