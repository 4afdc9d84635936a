"""BATCH_TO_SPACE_ND against TensorFlow Lite Micro."""

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    sides = data.draw(st.integers(1, 2))
    small = data.draw(st.lists(st.integers(1, 3), min_size=sides, max_size=sides))
    block = data.draw(st.lists(st.integers(1, 3), min_size=sides, max_size=sides))
    whole = [s * b for s, b in zip(small, block, strict=True)]
    before = [data.draw(st.integers(0, (side - 1) // 2)) for side in whole]
    behind = [data.draw(st.integers(0, (side - 1) // 2)) for side in whole]
    sizes = [p - b - e for p, b, e in zip(whole, before, behind, strict=True)]
    batch, channels = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 5))
    output = data_of(data.draw, (batch, *sizes, channels), dtype)
    given = like(output, (batch * int(np.prod(block)), *small, channels))
    crops = constant(list(zip(before, behind, strict=True)))
    table = options("BatchToSpaceNDOptions")
    check_against_oracle(
        model("BATCH_TO_SPACE_ND", [given, constant(block), crops], [output], table)
    )


@pytest.mark.parametrize(("block", "edge"), [((0, 1), 0), ((2, 2), -1), ((3, 1), 0)])
def test_refuses_blocks_that_do_not_fit(block: tuple[int, int], edge: int) -> None:
    inputs = [T((4, 2, 2, 1), "float32"), constant(block), constant([[edge, edge], [0, 0]])]
    error = refused(model("BATCH_TO_SPACE_ND", inputs, [T((1, 4, 4, 1), "float32")]))
    assert "BATCH_TO_SPACE_ND" in str(error)
