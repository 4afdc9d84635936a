"""ARG_MIN against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, over, shapes, signed_axis, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4)), dtype)
    axis = signed_axis(data.draw, len(given.shape))
    left = list(given.shape)
    left.pop(axis)
    # Few different values, so that many are equal.
    values = np.clip(values_of(given.shape, dtype, data.draw(st.integers(0, 99))), -1, 1)
    runs = [[values], [np.sign(values)]]
    table = options("ArgMinOptions", outputType=2)
    file = model("ARG_MIN", [given, constant([axis])], [T(tuple(left), "int32")], table)
    check_against_oracle(file, inputs=runs)


def test_chooses_no_number_only_where_it_comes_first() -> None:
    nan = np.nan
    values = np.array([[nan, 1, 2], [1, nan, 2], [nan, nan, nan], [2, 1, nan]], np.float32)
    inputs = [T((4, 3), "float32"), constant([1])]
    file = model("ARG_MIN", inputs, [T((4,), "int32")], options("ArgMinOptions"))
    check_against_oracle(file, inputs=[[values]])


def test_refuses_64_bits() -> None:
    inputs = [T((2, 3), "float32"), constant([1])]
    assert "is not int32" in str(refused(model("ARG_MIN", inputs, [T((2,), "int64")])))
