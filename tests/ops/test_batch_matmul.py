"""BATCH_MATMUL against TensorFlow Lite Micro over shapes that broadcast, adjoints and scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import ops, readers
from generator.errors import ModelError
from tests.ops._layers import sum_that_tells_precision, tolerance
from tests.single_op import T, check_against_oracle, model, options

# Batches of the left and of the right matrix.
_BATCHES = [
    ((), ()),
    ((3,), (3,)),
    ((3,), ()),
    ((), (3,)),
    ((2, 3), (2, 3)),
    ((2, 3), (1, 3)),
    ((2, 1), (1, 3)),
    ((2, 1, 2), (1, 3, 1)),
    ((2, 2, 2), (2, 1, 2)),
    ((1,), (2,)),
]


@st.composite
def products(draw, dtype):
    """A model with one product; the right matrix is sometimes a constant."""
    left_batches, right_batches = draw(st.sampled_from(_BATCHES))
    rows, depth, columns = (draw(st.integers(1, 6)) for _ in range(3))
    adj_x, adj_y = draw(st.booleans()), draw(st.booleans())
    left = (*left_batches, *((depth, rows) if adj_x else (rows, depth)))
    right = (*right_batches, *((columns, depth) if adj_y else (depth, columns)))
    output = (*np.broadcast_shapes(left_batches, right_batches), rows, columns)
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = {"int8": 1.0, "int16": 1 / 256, "float32": 1.0}[dtype]

    def tensor(shape: tuple[int, ...], low: float, high: float) -> T:
        if dtype == "float32":
            return T(shape, dtype)
        zero_point = int(generator.integers(-128, 128)) if dtype == "int8" else 0
        return T(shape, dtype, np.float32(generator.uniform(low, high) * spread), zero_point)

    fields = tensor(right, 0.01, 0.5)
    if draw(st.booleans()):
        values = generator.normal(size=right) if dtype == "float32" else None
        if values is None:
            values = generator.integers(-128, 128, right) * round(1 / spread)
        fields = T(right, dtype, fields.scales, fields.zero_points, data=values)
    return model(
        "BATCH_MATMUL",
        [tensor(left, 0.01, 0.5), fields],
        [tensor(output, 0.1, 2.0)],
        options("BatchMatMulOptions", adjX=adj_x, adjY=adj_y),
    )


@pytest.mark.parametrize("dtype", ["int8", "int16", "float32"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    check_against_oracle(data.draw(products(dtype)), tolerance=tolerance(dtype))


def test_scales_are_multiplied_in_double_precision() -> None:
    (row, column), scales = sum_that_tells_precision()
    left, right, output = (
        T(shape, "int8", scale, 0)
        for shape, scale in zip([(1, row.size), (row.size, 1), (1, 1)], scales, strict=True)
    )
    data = model("BATCH_MATMUL", [left, right], [output], options("BatchMatMulOptions"))
    check_against_oracle(data, inputs=[[row.reshape(1, -1), column.reshape(-1, 1)]])


@pytest.mark.parametrize(
    ("words", "left", "right", "output"),
    [
        ("fit each other", T((2, 3), "int8", 0.1), T((2, 3), "int8", 0.1), T((2, 3), "int8", 0.1)),
        ("fit each other", T((2, 1, 1), "int8", 0.1), T((3, 1, 1), "int8", 0.1), T((1,), "int8")),
        ("should have", T((2, 3), "int8", 0.1), T((3, 2), "int8", 0.1), T((2, 3), "int8", 0.1)),
        ("not int8", T((2, 3), "int8", 0.1), T((3, 2), "int16", 0.1), T((2, 2), "int8", 0.1)),
        ("dimensions", T((3,), "int8", 0.1), T((3, 2), "int8", 0.1), T((2,), "int8", 0.1)),
        ("one scale", T((2, 3), "int8", 0.1), T((3, 2), "int8"), T((2, 2), "int8", 0.1)),
        (
            "zero point",
            T((2, 3), "int16", 0.1, 1),
            T((3, 2), "int16", 0.1),
            T((2, 2), "int16", 0.1),
        ),
    ],
)
def test_refuses_in_words(words: str, left: T, right: T, output: T, tmp_path) -> None:
    path = tmp_path / "odd.tflite"
    path.write_bytes(model("BATCH_MATMUL", [left, right], [output], options("BatchMatMulOptions")))
    with pytest.raises(ModelError, match=words):
        ops.check(readers.read(path))
