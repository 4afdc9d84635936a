"""L2_POOL_2D against TensorFlow Lite Micro over random images and windows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from tests.ops._layers import tolerance
from tests.ops._pools import draw_pool
from tests.single_op import check_against_oracle


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    made = draw_pool(data.draw, "L2_POOL_2D", "float32")
    check_against_oracle(made, tolerance=tolerance("float32"))


@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_refuses_integers(data: st.DataObject, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("l2") / "odd.tflite"
    path.write_bytes(draw_pool(data.draw, "L2_POOL_2D", "int8"))
    with pytest.raises(ModelError, match="not float32"):
        ops.check(readers.read(path))
