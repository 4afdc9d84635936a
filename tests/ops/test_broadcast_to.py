"""BROADCAST_TO against TensorFlow Lite Micro over shapes and dtypes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ModelError
from tests import oracle
from tests.element_wise import broadcasting
from tests.single_op import T, check_against_oracle, model


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32", "int64", "float32", "bool"])
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    (given_, _), output = data.draw(broadcasting().filter(lambda shapes: shapes[1]))
    kind = data.draw(st.sampled_from(["int32", "int64"]))
    shape = T((len(output),), kind, data=np.array(output, kind))
    check_against_oracle(model("BROADCAST_TO", [T(given_, dtype), shape], [T(output, dtype)]))


def test_more_memory_than_any_board_has_is_refused(tmp_path: Path) -> None:
    shape = T((2,), "int32", data=np.array([2**15, 2**15], np.int32))
    path = tmp_path / "broadcast.tflite"
    path.write_bytes(model("BROADCAST_TO", [T((1,)), shape], [T((2**15, 2**15))]))
    with pytest.raises(ModelError):
        oracle.graph_of(path)
