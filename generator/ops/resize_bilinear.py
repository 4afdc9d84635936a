"""RESIZE_BILINEAR: each output pixel is mixed from the four input pixels around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, refuse
from generator.ops._resize import check_resize, sides

# int8 images: positions and weights are multiples of 1/1024.
FRACTION_BITS = 10
_ONE = 1 << FRACTION_BITS


@dataclass(frozen=True)
class IntegerStep:
    """Output position p lies at p * scale + offset input pixels, both in 1024ths."""

    scale: int
    offset: int

    def place(self, position: int, size: int) -> tuple[int, int, int]:
        """The input pixels before and behind, and 1024ths of the way between them."""
        at = position * self.scale + self.offset
        lower = max(at // _ONE, 0)
        return lower, min((at + _ONE - 1) // _ONE, size - 1), at - lower * _ONE


def integer_steps(graph: Graph, node: Node) -> tuple[IntegerStep, IntegerStep]:
    """The rows' and the columns' step. Source: TensorFlow Lite, `ResizeBilinearInteger`."""
    rows, columns = sides(graph, node)
    return _integer_step(node, *rows), _integer_step(node, *columns)


def _integer_step(node: Node, size: int, other: int) -> IntegerStep:
    if node.attributes["align_corners"] and other > 1:
        size, other = size - 1, other - 1
    scale = (_ONE * size + other // 2) // other
    centers = node.attributes["half_pixel_centers"]
    return IntegerStep(scale, scale // 2 - _ONE // 2 if centers else 0)


def real_scales(graph: Graph, node: Node) -> tuple[float, float]:
    """Input rows per output row and columns per column, in float32."""
    rows, columns = sides(graph, node)
    return _real_scale(node, *rows), _real_scale(node, *columns)


def _real_scale(node: Node, size: int, other: int) -> float:
    if node.attributes["align_corners"] and other > 1:
        size, other = size - 1, other - 1
    return float(np.float32(size) / np.float32(other))


def _real_place(
    position: int, scale: float, size: int, *, centers: bool
) -> tuple[int, int, np.float32]:
    half = np.float32(0.5 if centers else 0.0)
    at = (np.float32(position) + half) * np.float32(scale) - half
    lower = max(int(np.floor(at)), 0)
    return lower, min(int(np.ceil(at)), size - 1), np.float32(at - np.float32(lower))


class ResizeBilinear(Operator):
    """Inputs: (batch, height, width, channels); the output's (height, width), constant int32.

    int8 is computed in 1024ths of a pixel and rounded half away from zero.
    Source: TensorFlow Lite, `reference_ops::ResizeBilinear`, `ResizeBilinearInteger`.
    """

    name = "RESIZE_BILINEAR"
    options = "ResizeBilinearOptions"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_resize(graph, node, self.dtypes)
        if node.attributes["align_corners"] and node.attributes["half_pixel_centers"]:
            refuse(node, "align_corners and half_pixel_centers exclude each other")
        steps = zip(sides(graph, node), integer_steps(graph, node), strict=True)
        for (size, other), step in steps:
            if step.place(other - 1, size)[0] >= size:
                refuse(node, f"the steps from {size} to {other} pixels lead out of the image")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        if inputs[0].dtype == np.int8:
            return (self._mixed_integers(graph, node, inputs[0]),)
        return (self._mixed_reals(graph, node, inputs[0]),)

    def _mixed_integers(self, graph: Graph, node: Node, image: Array) -> Array:
        output = np.empty(graph.output_tensor(node).shape, np.int8)
        steps = integer_steps(graph, node)
        wide = image.astype(np.int64)
        for row, column in np.ndindex(*output.shape[1:3]):
            y0, y1, v = steps[0].place(row, image.shape[1])
            x0, x1, u = steps[1].place(column, image.shape[2])
            total = (wide[:, y0, x0] * (_ONE - v) + wide[:, y1, x0] * v) * (_ONE - u)
            total += (wide[:, y0, x1] * (_ONE - v) + wide[:, y1, x1] * v) * u
            half = 1 << (2 * FRACTION_BITS - 1)
            output[:, row, column] = np.sign(total) * ((np.abs(total) + half) // (2 * half))
        return output

    def _mixed_reals(self, graph: Graph, node: Node, image: Array) -> Array:
        output = np.empty(graph.output_tensor(node).shape, np.float32)
        scales = real_scales(graph, node)
        centers = bool(node.attributes["half_pixel_centers"])
        one = np.float32(1.0)
        for row, column in np.ndindex(*output.shape[1:3]):
            y0, y1, v = _real_place(row, scales[0], image.shape[1], centers=centers)
            x0, x1, u = _real_place(column, scales[1], image.shape[2], centers=centers)
            output[:, row, column] = (
                image[:, y0, x0] * (one - v) * (one - u)
                + image[:, y1, x0] * v * (one - u)
                + image[:, y0, x1] * (one - v) * u
                + image[:, y1, x1] * v * u
            )
        return output


OPERATOR = ResizeBilinear()
