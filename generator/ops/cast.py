"""CAST: the same numbers in another dtype, whatever their scales."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_size, shaped
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape
from generator.quantization import dtype_range


def whole(values: Array, dtype: np.dtype[Any]) -> Array:
    """float32 as int32 or uint32: towards zero, saturating, 0 for not a number, as Arm's VCVT."""
    low, high = dtype_range(dtype)
    exact = np.trunc(np.nan_to_num(values.astype(np.float64), posinf=high, neginf=low))
    return np.clip(exact, low, high).astype(np.int64)


class Cast(Operator):
    """Between int8, int16, int32, uint32, float32 and bool.

    Integers that do not fit lose their upper bits; reals become a whole word first. As bool
    everything but 0 is true, also what is not a number.
    """

    name = "CAST"
    dtypes = ("int8", "int16", "int32", "uint32", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        check_dtype(node, output, *self.dtypes)
        check_size(node, given)
        check_shape(node, output, given.shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        (values,) = inputs
        output = graph.output_tensor(node)
        if values.dtype.kind == "f" and output.dtype.kind in "iu":
            word = output.dtype if output.dtype.kind == "u" else np.dtype(np.int32)
            values = whole(values, word)
        return shaped(values, graph, node)


OPERATOR = Cast()
