"""GATHER_ND against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 5, 4)), dtype)
    depth = data.draw(st.integers(1, len(given.shape)))
    rows = data.draw(shapes(1, 2, 4))
    output = like(given, (*rows, *given.shape[depth:]))
    generator = np.random.default_rng(data.draw(st.integers(0, 99)))
    limits = np.array(given.shape[:depth])
    picked = [generator.integers(0, limits, (*rows, depth)).astype(np.int32) for _ in range(3)]
    table = options("GatherNdOptions")
    if data.draw(st.booleans()):
        file = model("GATHER_ND", [given, constant(picked[0])], [output], table)
        check_against_oracle(file)
        return
    file = model("GATHER_ND", [given, T((*rows, depth), "int32")], [output], table)
    runs = [[values_of(given.shape, dtype, i), picked[i]] for i in range(3)]
    check_against_oracle(file, inputs=runs)


def test_refuses_a_constant_index_out_of_range() -> None:
    inputs = [T((3, 2), "float32"), constant([[0, 0], [0, 2]])]
    error = refused(model("GATHER_ND", inputs, [T((2,), "float32")], options("GatherNdOptions")))
    assert "has an index outside" in str(error)
