"""What AVERAGE_POOL_2D, MAX_POOL_2D and L2_POOL_2D share."""

from collections.abc import Callable

import numpy as np

from generator.geometry import Axis
from generator.graph import Array, Graph, Node, Tensor
from generator.ops._convolution import axes, check_activation, check_axes, check_zero_points
from generator.ops._operator import (
    check_counts,
    check_dtype,
    check_per_tensor,
    check_rank,
    check_shape,
    refuse,
)
from generator.quantization import activation_range, float_activation_range


def windows(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """The sliding windows along height and width."""
    return axes(graph, node, _window(node))


def _window(node: Node) -> tuple[int, int]:
    return node.attributes["filter_height"], node.attributes["filter_width"]


def limits(graph: Graph, node: Node) -> tuple[float, float]:
    """The fused activation: integers as stored, or reals, infinite where it does not clamp."""
    output = graph.output_tensor(node)
    activation = node.attributes["activation"]
    if output.dtype.kind == "f":
        return float_activation_range(activation)
    return activation_range(activation, output.affine, output.dtype)


def check_pool(graph: Graph, node: Node, *dtypes: str) -> None:
    """Demands images of one of the dtypes and the same quantisation, in shapes that fit."""
    check_counts(graph, node, (1, 1))
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    check_dtype(node, given, *dtypes)
    check_dtype(node, output, given.dtype.name)
    check_rank(node, given, 4)
    check_activation(node)
    if given.dtype.kind != "f":
        _check_same_scale(node, given, output)
    vertical, horizontal = check_axes(graph, node, _window(node))
    batch, _, _, channels = given.shape
    check_shape(node, output, (batch, vertical.output_size, horizontal.output_size, channels))


def _check_same_scale(node: Node, given: Tensor, output: Tensor) -> None:
    check_per_tensor(node, given, output)
    check_zero_points(node, given, output)
    before, after = given.affine, output.affine
    if abs(before.scale - after.scale) > 1e-6 or before.zero_point != after.zero_point:
        refuse(node, f"tensors {given} and {output} differ in scale or zero point")


def pool(graph: Graph, node: Node, image: Array, reduce: Callable[[Array], Array]) -> Array:
    """Each output: `reduce` of the (height, width, channels) under its window, clamped."""
    vertical, horizontal = windows(graph, node)
    output = graph.output_tensor(node)
    results = np.empty(output.shape, output.dtype)
    wide = image.astype(np.float64 if image.dtype.kind == "f" else np.int64)
    for batch, row, column in np.ndindex(*output.shape[:3]):
        window = _covered(wide[batch], vertical, horizontal, row, column)
        results[batch, row, column] = np.clip(reduce(window), *limits(graph, node))
    return results


def _covered(image: Array, vertical: Axis, horizontal: Axis, row: int, column: int) -> Array:
    top = row * vertical.stride - vertical.pad_before
    left = column * horizontal.stride - horizontal.pad_before
    rows = slice(max(0, top), min(vertical.input_size, top + vertical.window))
    columns = slice(max(0, left), min(horizontal.input_size, left + horizontal.window))
    return np.asarray(image[rows, columns])
