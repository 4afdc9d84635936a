"""BATCH_MATMUL: products of matrices, for each of a batch that broadcasts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._convolution import check_factor, check_zero_points
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_rank,
    refuse,
)
from generator.ops._weights import Requantization, centred
from generator.quantization import (
    GREATEST_SHIFT,
    GREATEST_WIDE_SHIFT,
    dtype_range,
    quantize_multiplier,
)

# 64-bit sums of so many products of 16-bit numbers stay below 47 bits.
_GREATEST_WIDE_DEPTH = 2**16


@dataclass(frozen=True)
class Product:
    """The shapes: (rows, depth) times (depth, columns), for each of the batches.

    left_batches, right_batches: as many axes as `batches`; 1 where they broadcast.
    """

    rows: int
    depth: int
    columns: int
    batches: tuple[int, ...]
    left_batches: tuple[int, ...]
    right_batches: tuple[int, ...]


def product(graph: Graph, node: Node) -> Product | None:
    """The shapes of a node, or None where they do not go together."""
    left, right = graph.input_tensor(node, 0).shape, graph.input_tensor(node, 1).shape
    rows, depth = left[-2:][::-1] if node.attributes["adj_x"] else left[-2:]
    other, columns = right[-2:][::-1] if node.attributes["adj_y"] else right[-2:]
    axes = max(len(left), len(right)) - 2
    left_batches = (1,) * (axes + 2 - len(left)) + left[:-2]
    right_batches = (1,) * (axes + 2 - len(right)) + right[:-2]
    pairs = tuple(zip(left_batches, right_batches, strict=True))
    if depth != other or any(a != b and 1 not in (a, b) for a, b in pairs):
        return None
    batches = tuple(max(pair) for pair in pairs)
    return Product(rows, depth, columns, batches, left_batches, right_batches)


def _factor(graph: Graph, node: Node) -> float:
    """From sums to outputs, in double precision, as TensorFlow Lite Micro's builds compute it."""
    left, right = graph.input_tensor(node, 0).affine, graph.input_tensor(node, 1).affine
    return left.scale * right.scale / graph.output_tensor(node).affine.scale


def requantization(graph: Graph, node: Node) -> Requantization:
    """The constants of the output stage of integers."""
    output = graph.output_tensor(node)
    multiplier, shift = quantize_multiplier(_factor(graph, node))
    return Requantization(
        np.zeros(1, np.int32),
        np.array([multiplier], np.int32),
        np.array([shift], np.int32),
        output.affine.zero_point,
        *dtype_range(output.dtype),
        wide=output.dtype.name == "int16",
    )


class BatchMatmul(Operator):
    """output[b] = left[b] @ right[b], the last two axes of either transposed by adj_x and adj_y.

    Inputs and output: int8, int16 with zero points of 0, or float32; 2 to 5 axes.
    """

    name = "BATCH_MATMUL"
    options = "BatchMatMulOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 2))
        left, right = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        output = graph.output_tensor(node)
        check_dtype(node, left, *self.dtypes)
        for tensor in (right, output):
            check_dtype(node, tensor, left.dtype.name)
        for tensor in (left, right):
            check_rank(node, tensor, 2, 3, 4, 5)
        shapes = product(graph, node)
        if shapes is None:
            refuse(node, f"tensors {left} and {right} do not fit each other")
        wanted = (*shapes.batches, shapes.rows, shapes.columns)
        extra = len(output.shape) - len(wanted)
        if extra < 0 or output.shape != (1,) * extra + wanted:
            refuse(node, f"tensor {output} should have the shape {'x'.join(map(str, wanted))}")
        if left.dtype.kind != "f":
            self._check_scales(graph, node, shapes, (left, right, output))

    def _check_scales(
        self, graph: Graph, node: Node, shapes: Product, tensors: tuple[Tensor, ...]
    ) -> None:
        check_per_tensor(node, *tensors)
        check_zero_points(node, *tensors)
        wide = tensors[0].dtype.name == "int16"
        shift = GREATEST_WIDE_SHIFT if wide else GREATEST_SHIFT
        check_factor(node, tensors[-1], _factor(graph, node), shift)
        for tensor in tensors if wide else ():
            if tensor.affine.zero_point:
                refuse(node, f"tensor {tensor} has a zero point, which 16 bits must not have")
        if wide and shapes.depth > _GREATEST_WIDE_DEPTH:
            refuse(node, f"sums of {shapes.depth} products may grow beyond 47 bits")

    def macs(self, graph: Graph, node: Node) -> int:
        shapes = product(graph, node)
        assert shapes is not None, "not checked"
        return graph.output_tensor(node).size * shapes.depth

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        left = centred(inputs[0], graph.input_tensor(node, 0))
        right = centred(inputs[1], graph.input_tensor(node, 1))
        left = np.swapaxes(left, -1, -2) if node.attributes["adj_x"] else left
        right = np.swapaxes(right, -1, -2) if node.attributes["adj_y"] else right
        output = graph.output_tensor(node)
        sums = (left @ right).reshape(output.shape)
        if output.dtype.kind == "f":
            return (sums.astype(np.float32),)
        return (requantization(graph, node).finish(sums, output.dtype),)


OPERATOR = BatchMatmul()
