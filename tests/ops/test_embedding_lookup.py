"""EMBEDDING_LOOKUP against TensorFlow Lite Micro."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ops.drawing import scales, shapes, values_of
from tests.single_op import T, check_against_oracle, model, refused


@pytest.mark.parametrize(
    ("table", "result"), [("int8", "int8"), ("int8", "float32"), ("float32", "float32")]
)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(table: str, result: str, data: st.DataObject) -> None:
    shape = data.draw(shapes(2, 4))
    count = data.draw(st.integers(1, 6))
    scale = data.draw(scales())
    values = T(shape, table, scale, data=values_of(shape, table, 5))
    output = T((count, *shape[1:]), result, scale if result == "int8" else None)
    generator = np.random.default_rng(data.draw(st.integers(0, 99)))
    runs = [[generator.integers(0, shape[0], count, np.int32)] for _ in range(3)]
    file = model("EMBEDDING_LOOKUP", [T((count,), "int32"), values], [output])
    # The product of a scale and an integer is rounded once in both.
    check_against_oracle(file, inputs=runs)


def test_refuses_a_table_with_a_zero_point() -> None:
    values = T((3, 2), "int8", 0.5, 1, data=np.zeros((3, 2), np.int8))
    error = refused(model("EMBEDDING_LOOKUP", [T((1,), "int32"), values], [T((1, 2), "float32")]))
    assert "zero point other than 0" in str(error)
