"""CUMSUM: the running sum along one axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._convolution import check_zero_points
from generator.ops._layout import (
    check_axis,
    check_integers,
    check_moved,
    check_output,
    integers,
    resolve_axis,
)
from generator.ops._operator import (
    Operator,
    check_counts,
    check_per_tensor,
    check_rank,
    refuse,
)
from generator.quantization import dtype_range, quantize_multiplier, rescale_array

# Inputs are added in multiples of 2**-19 of their scale: shifted up by 20 and halved.
FRACTION_BITS = 19


@dataclass(frozen=True)
class CumsumConstants:
    """output = zero point + rescale(first + sum of (input - zero point) << FRACTION_BITS)."""

    input_zero_point: int
    first: int
    multiplier: int
    shift: int
    output_zero_point: int


def constants(graph: Graph, node: Node) -> CumsumConstants:
    """The constants of the int8 sum. Source: TensorFlow Lite Micro, `reference_ops::CumSum`.

    There the sum starts from a stored 0, not from what stands for 0.0; so it does here.
    """
    given, output = graph.input_tensor(node, 0).affine, graph.output_tensor(node).affine
    multiplier, shift = quantize_multiplier(2.0 * given.scale / ((1 << 20) * output.scale))
    first = -given.zero_point << FRACTION_BITS
    return CumsumConstants(given.zero_point, first, multiplier, shift, output.zero_point)


def axis_of(graph: Graph, node: Node) -> int:
    """The axis along which is added."""
    return resolve_axis(integers(graph, node, 1)[0], len(graph.input_tensor(node, 0).shape))


class Cumsum(Operator):
    """Inputs: a tensor; the axis, a constant int32 of one element. Output: of the same shape.

    `exclusive` leaves each element out of its own sum, `reverse` adds from behind. int8 sums are
    kept in 32 bits and wrap.
    """

    name = "CUMSUM"
    options = "CumsumOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        given = graph.input_tensor(node, 0)
        check_rank(node, given, 1, 2, 3, 4, 5, 6)
        check_axis(node, check_integers(graph, node, 1, 1)[0], len(given.shape))
        check_moved(graph, node, 0, self.dtypes)
        check_output(graph, node, given.shape)
        if given.dtype.kind == "i":
            check_per_tensor(node, given, graph.output_tensor(node))
            check_zero_points(node, given, graph.output_tensor(node))
            if constants(graph, node).shift > 0:
                refuse(node, "the output's scale is too small against the input's scale")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        along = np.moveaxis(inputs[0], axis_of(graph, node), 0)
        order = range(len(along))[:: -1 if node.attributes["reverse"] else 1]
        c = constants(graph, node) if inputs[0].dtype.kind == "i" else None
        result = np.empty(along.shape, np.int64 if c else np.float32)
        total = np.full(along.shape[1:], c.first if c else 0, result.dtype)
        for i in order:
            added = (along[i].astype(np.int64) - c.input_zero_point) << 19 if c else along[i]
            before, total = total, total + added
            result[i] = before if node.attributes["exclusive"] else total
        if c:
            wrapped = result.astype(np.int32)
            scaled = rescale_array(wrapped, c.multiplier, c.shift) + c.output_zero_point
            result = np.clip(scaled, *dtype_range(np.dtype(np.int8)))
        moved = np.moveaxis(result.astype(inputs[0].dtype), 0, axis_of(graph, node))
        return (np.ascontiguousarray(moved),)


OPERATOR = Cumsum()
