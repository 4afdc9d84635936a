"""AVERAGE_POOL_2D against TensorFlow Lite Micro over random images, windows and scales."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from tests.ops._layers import tolerance
from tests.ops._pools import draw_pool
from tests.single_op import T, check_against_oracle, model, options


@pytest.mark.parametrize("dtype", ["int8", "int16", "float32"])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    made = draw_pool(data.draw, "AVERAGE_POOL_2D", dtype)
    check_against_oracle(made, tolerance=tolerance(dtype))


@pytest.mark.parametrize(
    ("words", "output", "size"),
    [
        ("differ", T((1, 1, 1, 1), "int8", 0.25), 2),
        ("at least 1", T((1, 1, 1, 1), "int8", 0.5), 0),
        ("larger", T((1, 1, 1, 1), "int8", 0.5), 3),
        ("shape", T((1, 2, 1, 1), "int8", 0.5), 2),
        ("not int8", T((1, 1, 1, 1), "int16", 0.5), 2),
    ],
)
def test_refuses_in_words(words: str, output: T, size: int, tmp_path) -> None:
    table = options(
        "Pool2DOptions", padding=1, strideH=1, strideW=1, filterHeight=size, filterWidth=size
    )
    path = tmp_path / "odd.tflite"
    path.write_bytes(model("AVERAGE_POOL_2D", [T((1, 2, 2, 1), "int8", 0.5)], [output], table))
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))
