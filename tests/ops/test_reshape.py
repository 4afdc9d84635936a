"""RESHAPE against TensorFlow Lite Micro."""

import math
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from generator.graph import Graph, Node, Tensor
from tests import oracle
from tests.ops.drawing import constant, data_of, like, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, refused

DTYPES = ("int8", "int16", "int32", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4)), dtype)
    order = data.draw(st.permutations(given.shape))
    output = like(given, (order[0] * math.prod(order[1:2]), *order[2:]))
    inputs = [given, constant(output.shape)]
    check_against_oracle(model("RESHAPE", inputs[: data.draw(st.integers(1, 2))], [output]))


def test_copies_what_lies_in_flash(tmp_path: Path) -> None:
    values, int8 = values_of((2, 3), "int8", 0), np.dtype(np.int8)
    tensors = [
        Tensor("input", (1,), int8),
        Tensor("held", (2, 3), int8, data=values),
        Tensor("output", (3, 2), int8),
    ]
    node = Node("0 RESHAPE", "RESHAPE", ("held",), ("output",))
    named = {tensor.name: tensor for tensor in tensors}
    graph = Graph("flash", named, (node,), ("input",), ("output",), "")
    actual = oracle.host_model(graph, tmp_path).run([np.zeros(1, np.int8)])[0]
    np.testing.assert_array_equal(actual, values.reshape(3, 2))


def test_refuses_other_sizes() -> None:
    error = refused(model("RESHAPE", [T((2, 3), "float32")], [T((2, 4), "float32")]))
    assert "same elements" in str(error)
