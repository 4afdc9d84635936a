"""SLICE against TensorFlow Lite Micro."""

import numpy as np
from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 5)), dtype)
    begin = [data.draw(st.integers(0, size - 1)) for size in given.shape]
    left = [size - start for size, start in zip(given.shape, begin, strict=True)]
    sizes = [data.draw(st.integers(1, size)) for size in left]
    said = [
        -1 if size == rest and data.draw(st.booleans()) else size
        for size, rest in zip(sizes, left, strict=True)
    ]
    wide = data.draw(st.sampled_from(["int32", "int64"]))
    inputs = [given, constant(begin, wide), constant(said, wide)]
    check_against_oracle(model("SLICE", inputs, [like(given, sizes)], options("SliceOptions")))


@over(("int8", "float32"), data=st.data())
def test_finds_a_computed_box(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 5)), dtype)
    sizes = [data.draw(st.integers(1, size)) for size in given.shape]
    room = [size - taken for size, taken in zip(given.shape, sizes, strict=True)]
    runs = [
        [
            values_of(given.shape, dtype, seed),
            np.array([data.draw(st.integers(0, most)) for most in room], np.int32),
        ]
        for seed in range(3)
    ]
    inputs = [given, T((len(sizes),), "int32"), constant(sizes)]
    file = model("SLICE", inputs, [like(given, sizes)], options("SliceOptions"))
    check_against_oracle(file, inputs=runs)


def test_refuses_a_box_that_sticks_out() -> None:
    inputs = [T((4,), "float32"), constant([2]), constant([3])]
    error = refused(model("SLICE", inputs, [T((3,), "float32")], options("SliceOptions")))
    assert "indices 2 to 4 are not within an axis of 4" in str(error)
