"""DYNAMIC_UPDATE_SLICE against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4)), dtype)
    sizes = [data.draw(st.integers(1, size)) for size in given.shape]
    update = like(given, sizes)
    begins = [
        np.array([data.draw(st.integers(-2, size + 1)) for size in given.shape], np.int32)
        for _ in range(3)
    ]
    if data.draw(st.booleans()):
        held = constant(begins[0], data.draw(st.sampled_from(["int32", "int64"])))
        runs = [[values_of(given.shape, dtype, i), values_of(sizes, dtype, 9)] for i in range(3)]
    else:
        held = T((len(sizes),), "int32")
        runs = [
            [values_of(given.shape, dtype, i), values_of(sizes, dtype, 9), begins[i]]
            for i in range(3)
        ]
    table = options("DynamicUpdateSliceOptions")
    outputs = [like(given, given.shape)]
    file = model("DYNAMIC_UPDATE_SLICE", [given, update, held], outputs, table)
    check_against_oracle(file, inputs=runs)


def test_refuses_an_update_that_is_larger() -> None:
    inputs = [T((3,), "float32"), T((4,), "float32"), constant([0])]
    table = options("DynamicUpdateSliceOptions")
    error = refused(model("DYNAMIC_UPDATE_SLICE", inputs, [T((3,), "float32")], table))
    assert "does not fit" in str(error)
