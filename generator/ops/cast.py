"""CAST: the same numbers in another dtype, whatever their scales."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import check_size, shaped
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape
from generator.quantization import INT32_MAX, INT32_MIN

_RESULTS = ("int8", "int16", "int32", "float32")


def whole(values: Array) -> Array:
    """float32 as int32: towards zero, saturating, 0 for what is not a number, as Arm's VCVT."""
    exact = np.trunc(np.nan_to_num(values.astype(np.float64), posinf=INT32_MAX, neginf=INT32_MIN))
    return np.clip(exact, INT32_MIN, INT32_MAX).astype(np.int64).astype(np.int32)


class Cast(Operator):
    """Input: int8, int16, int32, float32 or bool. Output: any of these but bool, the same shape.

    Integers that do not fit lose their upper bits; reals become an int32 first.
    """

    name = "CAST"
    dtypes = (*_RESULTS, "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (1, 1))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_dtype(node, given, *self.dtypes)
        check_dtype(node, output, *_RESULTS)
        check_size(node, given)
        check_shape(node, output, given.shape)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        (values,) = inputs
        to_integer = values.dtype.kind == "f" and graph.output_tensor(node).dtype.kind == "i"
        return shaped(whole(values) if to_integer else values, graph, node)


OPERATOR = Cast()
