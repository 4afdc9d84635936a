"""PAD against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 5, 4)), dtype)
    pair = st.tuples(*[st.sampled_from([0, 0, 1, 2, 3])] * 2)
    pairs = [data.draw(pair) for _ in given.shape]
    totals = [b + size + e for size, (b, e) in zip(given.shape, pairs, strict=True)]
    inputs = [given, constant(pairs)]
    runs = [[values_of(given.shape, dtype, seed)] for seed in range(2)]
    kind = data.draw(st.sampled_from(["zero", "constant", "computed"]))
    if kind != "zero":
        value = values_of((1,), dtype, data.draw(st.integers(0, 99)))
        held = value if kind == "constant" else None
        inputs.append(T((1,), dtype, given.scales, given.zero_points, data=held))
        if kind == "computed":
            runs = [[*run, value + np.asarray(i, value.dtype)] for i, run in enumerate(runs)]
    file = model("PAD", inputs, [like(given, totals)], options("PadOptions"))
    check_against_oracle(file, inputs=runs)


def test_refuses_negative_paddings() -> None:
    inputs = [T((4,), "float32"), constant([[2, -1]])]
    error = refused(model("PAD", inputs, [T((5,), "float32")]))
    assert "at least 0" in str(error)
