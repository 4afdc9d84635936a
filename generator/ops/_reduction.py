"""What MEAN, SUM, REDUCE_MAX, REDUCE_MIN and REDUCE_ALL share: axes that are folded into one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._convolution import check_zero_points
from generator.ops._layout import (
    check_axis,
    check_integers,
    check_most_dimensions,
    check_moved,
    check_output,
    integers,
    resolve_axis,
)
from generator.ops._operator import Operator, check_counts, check_per_tensor, refuse
from generator.quantization import (
    INT32_MAX,
    dtype_range,
    quantize_multiplier,
    rescale_array,
)


def reduced_axes(graph: Graph, node: Node) -> tuple[int, ...]:
    """The axes that go, in ascending order and each once."""
    rank = len(graph.input_tensor(node, 0).shape)
    return tuple(sorted({resolve_axis(axis, rank) for axis in integers(graph, node, 1)}))


def reduced_count(graph: Graph, node: Node) -> int:
    """How many elements are folded into each one."""
    shape = graph.input_tensor(node, 0).shape
    return prod(shape[axis] for axis in reduced_axes(graph, node))


def check_reduction(graph: Graph, node: Node, dtypes: Sequence[str]) -> None:
    """Demands constant int32 axes and an output of what they leave."""
    check_counts(graph, node, (2, 2))
    given = graph.input_tensor(node, 0)
    check_most_dimensions(node, given, 6)
    for axis in check_integers(graph, node, 1, None):
        check_axis(node, axis, len(given.shape))
    check_moved(graph, node, 0, dtypes)
    gone = reduced_axes(graph, node)
    kept = [1 if axis in gone else size for axis, size in enumerate(given.shape)]
    if not node.attributes["keep_dims"]:
        kept = [size for axis, size in enumerate(given.shape) if axis not in gone]
    check_output(graph, node, tuple(kept))


@dataclass(frozen=True)
class SumConstants:
    """output = zero point + rescale(sum of the inputs - offset, multiplier, shift)."""

    offset: int
    multiplier: int
    shift: int
    output_zero_point: int


def sum_constants(graph: Graph, node: Node, *, mean: bool) -> SumConstants:
    """The fixed-point constants of an integer sum, or of a mean: the sum times 1 / count.

    Source: TensorFlow Lite, `reference_ops::QuantizedMeanOrSum`.
    """
    given, output = graph.input_tensor(node, 0).affine, graph.output_tensor(node).affine
    count = reduced_count(graph, node)
    multiplier, shift = quantize_multiplier(given.scale / output.scale)
    if mean:
        # As many bits as 1 / count takes away are gained by shifting up before the division.
        gained = min(count.bit_length() - 1, 32, 31 + shift)
        multiplier, shift = (multiplier << gained) // count, shift - gained
    return SumConstants(given.zero_point * count, multiplier, shift, output.zero_point)


class Total(Operator):
    """A sum, or a mean, over some axes.

    Inputs: a tensor; the axes, constant int32. Integers have one scale each; reals are added in
    the order in which they lie in memory.
    """

    options = "ReducerOptions"
    dtypes = ("int8", "int16", "float32")
    mean: bool

    def check(self, graph: Graph, node: Node) -> None:
        check_reduction(graph, node, self.dtypes)
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        if given.dtype.kind == "f":
            return
        check_per_tensor(node, given, output)
        check_zero_points(node, given, output)
        low, high = dtype_range(given.dtype)
        zero_point = given.affine.zero_point
        largest = max(high - zero_point, zero_point - low, high, -low)
        if largest * reduced_count(graph, node) > INT32_MAX:
            refuse(node, f"the sum of {reduced_count(graph, node)} elements may exceed 32 bits")
        if sum_constants(graph, node, mean=self.mean).shift > 30:
            refuse(node, "the output's scale is too small against the input's scale")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        shape = graph.output_tensor(node).shape
        rows = _rows(inputs[0], reduced_axes(graph, node))
        if inputs[0].dtype.kind == "f":
            total = np.zeros(len(rows), np.float32)
            for column in rows.T:
                total += column
            count = np.float32(rows.shape[1])
            return ((total / count if self.mean else total).reshape(shape),)
        c = sum_constants(graph, node, mean=self.mean)
        total = rows.astype(np.int64).sum(axis=1) - c.offset
        scaled = rescale_array(total, c.multiplier, c.shift) + c.output_zero_point
        clipped = np.clip(scaled, *dtype_range(inputs[0].dtype))
        return (clipped.astype(inputs[0].dtype).reshape(shape),)


def _rows(values: Array, axes: Sequence[int]) -> Array:
    """(output element, folded element), both in the order in which they lie in memory."""
    kept = [axis for axis in range(values.ndim) if axis not in axes]
    folded = prod(values.shape[axis] for axis in axes)
    return np.ascontiguousarray(values.transpose(*kept, *axes)).reshape(-1, folded)


def check_same_scale(graph: Graph, node: Node) -> None:
    """Demands one scale and zero point for the input and the output of an int8 node."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    check_per_tensor(node, given, output)
    before, after = given.affine, output.affine
    if before.scale != after.scale or before.zero_point != after.zero_point:
        refuse(node, f"tensors {given} and {output} differ in scale or zero point")


class Extreme(Operator):
    """The greatest or the least element over some axes.

    Inputs: a tensor; the axes, constant int32. int8 keeps its scale. A real that is not a number
    is passed over, and the result lies within the finite range of float32.
    """

    options = "ReducerOptions"
    dtypes = ("int8", "float32")
    greatest: bool

    def check(self, graph: Graph, node: Node) -> None:
        check_reduction(graph, node, self.dtypes)
        if graph.input_tensor(node, 0).dtype.kind == "i":
            check_same_scale(graph, node)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        rows = _rows(inputs[0], reduced_axes(graph, node))
        found = np.fmax.reduce(rows, 1) if self.greatest else np.fmin.reduce(rows, 1)
        if inputs[0].dtype.kind == "f":
            limits = np.finfo(np.float32)
            worst = limits.min if self.greatest else limits.max
            choose = np.fmax if self.greatest else np.fmin
            found = choose(found, worst)
        return (np.asarray(found, inputs[0].dtype).reshape(graph.output_tensor(node).shape),)
