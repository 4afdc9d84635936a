"""TRANSPOSE against TensorFlow Lite Micro."""

import pytest
from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes
from tests.single_op import check_against_oracle, model, refused

DTYPES = ("int8", "int16", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 5)), dtype)
    order = data.draw(st.permutations(range(len(given.shape))))
    output = like(given, [given.shape[axis] for axis in order])
    check_against_oracle(model("TRANSPOSE", [given, constant(order)], [output]))


@pytest.mark.parametrize("order", [(0, 0), (0, 2), (-1, 0), (0,)])
def test_refuses_what_is_no_permutation(order: tuple[int, ...]) -> None:
    given = constant([[1, 2], [3, 4]], "int8")
    data = like(given, given.shape)
    error = refused(model("TRANSPOSE", [data, constant(order)], [data]))
    assert "TRANSPOSE" in str(error)
