"""GATHER against TensorFlow Lite Micro."""

from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from tests import oracle
from tests.ops.drawing import constant, data_of, like, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4)), dtype)
    rank = len(given.shape)
    axis = data.draw(st.integers(0, rank - 1))
    batch_dims = data.draw(st.integers(0, axis))
    indices = (*given.shape[:batch_dims], *data.draw(shapes(0 if batch_dims else 1, 2, 4)))
    output = (*given.shape[:axis], *indices[batch_dims:], *given.shape[axis + 1 :])
    table = options(
        "GatherOptions",
        axis=axis - data.draw(st.sampled_from([0, rank])),
        batchDims=batch_dims if batch_dims else 0,
    )
    generator = np.random.default_rng(data.draw(st.integers(0, 99)))
    picked = [generator.integers(0, given.shape[axis], indices, np.int32) for _ in range(3)]
    if data.draw(st.booleans()):
        inputs = [given, constant(picked[0])]
        check_against_oracle(model("GATHER", inputs, [like(given, output)], table))
        return
    inputs = [given, T(indices, "int32")]
    runs = [[values_of(given.shape, dtype, i), picked[i]] for i in range(3)]
    check_against_oracle(model("GATHER", inputs, [like(given, output)], table), inputs=runs)


def test_moves_computed_indices_into_range(tmp_path: Path) -> None:
    inputs = [T((3, 2)), T((4,), "int32")]
    path = tmp_path / "gather.tflite"
    path.write_bytes(model("GATHER", inputs, [T((4, 2))], options("GatherOptions", axis=0)))
    graph = oracle.graph_of(path)
    values = values_of((3, 2), "int8", 0)
    given = [values, np.array([-(2**31), 1, 3, 2**31 - 1], np.int32)]
    expected = values[[0, 1, 2, 2]]
    np.testing.assert_array_equal(oracle.host_model(graph, tmp_path).run(given)[0], expected)
    np.testing.assert_array_equal(oracle.reference(graph, given)[0], expected)


def test_refuses_a_constant_index_out_of_range() -> None:
    inputs = [T((3, 2), "float32"), constant([0, 3])]
    table = options("GatherOptions", axis=0)
    error = refused(model("GATHER", inputs, [T((2, 2), "float32")], table))
    assert "outside of 0 to 2" in str(error)
