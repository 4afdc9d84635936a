"""FILL against TensorFlow Lite Micro."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ModelError
from tests import oracle
from tests.single_op import T, check_against_oracle, model

extents = st.lists(st.integers(1, 5), min_size=1, max_size=4).map(tuple)


@pytest.mark.parametrize("dtype", ["int8", "int32", "float32"])
@settings(max_examples=5, deadline=None)
@given(shape=extents, kind=st.sampled_from(["int32", "int64", "int8"]))
def test_equals_tensorflow_lite_micro(dtype: str, shape, kind: str) -> None:
    wanted = T((len(shape),), kind, data=np.array(shape, kind))
    check_against_oracle(model("FILL", [wanted, T((), dtype)], [T(shape, dtype)]))


def test_another_shape_than_the_outputs_is_refused(tmp_path: Path) -> None:
    wanted = T((1,), "int32", data=np.array([5], np.int32))
    path = tmp_path / "fill.tflite"
    path.write_bytes(model("FILL", [wanted, T((), "int8")], [T((4,), "int8")]))
    with pytest.raises(ModelError, match="has not the shape"):
        oracle.graph_of(path)
