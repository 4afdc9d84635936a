"""DEPTH_TO_SPACE against TensorFlow Lite Micro."""

import pytest
from hypothesis import strategies as st

from tests.ops.drawing import data_of, like, over, shapes
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    batch, height, width, channels = data.draw(shapes(4, 4, 4))
    block = data.draw(st.integers(1, 3))
    wide = data_of(data.draw, (batch, height * block, width * block, channels), dtype)
    deep = like(wide, (batch, height, width, channels * block * block))
    table = options("DepthToSpaceOptions", blockSize=block)
    check_against_oracle(model("DEPTH_TO_SPACE", [deep], [wide], table))


@pytest.mark.parametrize("block", [-1, 0, 3])
def test_refuses_blocks_that_do_not_fit(block: int) -> None:
    table = options("DepthToSpaceOptions", blockSize=block)
    image = T((1, 4, 4, 4), "float32")
    assert "DEPTH_TO_SPACE" in str(refused(model("DEPTH_TO_SPACE", [image], [image], table)))
