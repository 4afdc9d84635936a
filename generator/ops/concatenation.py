"""CONCATENATION: tensors joined along one axis."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._layout import (
    Shape,
    check_axis,
    check_filled,
    check_most_dimensions,
    check_output,
    resolve_axis,
)
from generator.ops._operator import Operator, check_counts, check_dtype, check_per_tensor, refuse


def axis_of(graph: Graph, node: Node) -> int:
    """The axis along which the inputs follow each other."""
    return resolve_axis(node.attributes["axis"], len(graph.output_tensor(node).shape))


class Concatenation(Operator):
    """Inputs: 1 to 10 tensors of one dtype, equal in all axes but one.

    int8 inputs have the scale and zero point of the output, int16 ones the zero point 0, so that
    nothing is rescaled. Source: TensorFlow Lite Micro, `ConcatenationPrepare`.
    """

    name = "CONCATENATION"
    options = "ConcatenationOptions"
    dtypes = ("int8", "int16", "int32", "int64", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (len(node.inputs), 10))
        if not node.inputs:
            refuse(node, "it has no inputs")
        if node.attributes["activation"] != "NONE":
            refuse(node, f"the fused activation {node.attributes['activation']} is not supported")
        tensors = [graph.input_tensor(node, i) for i in range(len(node.inputs))]
        first, output = tensors[0], graph.output_tensor(node)
        check_dtype(node, first, *self.dtypes)
        check_most_dimensions(node, first, 6)
        check_filled(node, *tensors)
        axis = check_axis(node, node.attributes["axis"], len(first.shape))
        for tensor in (*tensors, output):
            check_dtype(node, tensor, first.dtype.name)
            _check_fits(node, tensor.shape, first.shape, axis)
            _check_scale(node, tensor, output)
        total = sum(tensor.shape[axis] for tensor in tensors)
        check_output(graph, node, (*first.shape[:axis], total, *first.shape[axis + 1 :]))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        return (np.concatenate(inputs, axis_of(graph, node)),)


def _check_fits(node: Node, shape: Shape, first: Shape, axis: int) -> None:
    """Demands shapes that are equal in all axes but one."""
    others = [i for i in range(len(first)) if i != axis]
    if len(shape) != len(first) or any(shape[i] != first[i] for i in others):
        refuse(node, f"the shapes {first} and {shape} differ beyond axis {axis}")


def _check_scale(node: Node, tensor: Tensor, output: Tensor) -> None:
    """Demands what spares rescaling: int8 of the output's scale, int16 without a zero point."""
    if tensor.dtype.name == "int8":
        check_per_tensor(node, tensor, output)
        before, after = tensor.affine, output.affine
        if before.scale != after.scale or before.zero_point != after.zero_point:
            refuse(
                node,
                f"tensors {tensor} and {output} differ in scale or zero point",
                "Convert with full-integer quantisation, which gives all of them one scale.",
            )
    if tensor.dtype.name == "int16" and tensor.quantization and any(tensor.affine.zero_points):
        refuse(node, f"tensor {tensor} has a zero point other than 0")


OPERATOR = Concatenation()
