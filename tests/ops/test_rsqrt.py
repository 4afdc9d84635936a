"""RSQRT against TensorFlow Lite Micro, which stops at negative inputs; ours gives the greatest."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import oracle
from tests.single_op import T, model
from tests.unary import check_float, check_int8, quantisations


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_float32_equals_tensorflow_lite_micro(data: st.DataObject) -> None:
    check_float("RSQRT", data, 1e-3, 90)


@settings(max_examples=15, deadline=None)
@given(quantisations, quantisations)
def test_every_int8_of_0_and_above_equals_tensorflow_lite_micro(before, after) -> None:
    check_int8("RSQRT", before, after, np.arange(before[1], 128, dtype=np.int8))


def test_negative_int8_gives_the_greatest_output(tmp_path: Path) -> None:
    path = tmp_path / "rsqrt.tflite"
    path.write_bytes(model("RSQRT", [T((3,), "int8", 0.1, 5)], [T((3,), "int8", 0.1, 0)]))
    ours = oracle.host_model(oracle.graph_of(path), tmp_path)
    (outputs,) = ours.run([np.array([-128, 0, 4], np.int8)])
    assert outputs.tolist() == [127, 127, 127]
