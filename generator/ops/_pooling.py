"""What AVERAGE_POOL_2D and MAX_POOL_2D share."""

import numpy as np

from generator.geometry import Axis
from generator.graph import Array, Graph, Node
from generator.ops._convolution import (
    axes,
    check_activations,
    check_axes,
)
from generator.ops._operator import check_counts, check_shape, refuse
from generator.quantization import activation_range


def windows(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """The sliding windows along height and width."""
    return axes(graph, node, (node.attributes["filter_height"], node.attributes["filter_width"]))


def limits(graph: Graph, node: Node) -> tuple[int, int]:
    """The fused activation as stored values."""
    output = graph.output_tensor(node)
    return activation_range(node.attributes["activation"], output.affine, output.dtype)


def check_pool(graph: Graph, node: Node) -> None:
    """Demands int8 images of the same quantisation and shapes that fit the window."""
    check_counts(graph, node, (1, 1))
    check_activations(graph, node, 4)
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    before, after = given.affine, output.affine
    if abs(before.scale - after.scale) > 1e-6 or before.zero_point != after.zero_point:
        refuse(node, f"tensors {given} and {output} differ in scale or zero point")
    vertical, horizontal = windows(graph, node)
    check_axes(node, vertical, horizontal)
    batch, _, _, channels = given.shape
    check_shape(node, output, (batch, vertical.output_size, horizontal.output_size, channels))


def covered(image: Array, vertical: Axis, horizontal: Axis, row: int, column: int) -> Array:
    """The elements of the image that lie under one window: (height, width, channels)."""
    top = row * vertical.stride - vertical.pad_before
    left = column * horizontal.stride - horizontal.pad_before
    rows = slice(max(0, top), min(vertical.input_size, top + vertical.window))
    columns = slice(max(0, left), min(horizontal.input_size, left + horizontal.window))
    return np.asarray(image[rows, columns], np.int64)
