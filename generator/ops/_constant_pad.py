"""What PAD and PADV2 share: a border of one value."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._convolution import check_zero_points
from generator.ops._layout import check_filled, check_most_dimensions, check_moved
from generator.ops._operator import (
    Operator,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_rank,
    refuse,
)
from generator.ops._padding import check_paddings, paddings


def border(graph: Graph, node: Node) -> int | float | None:
    """The stored value around the input; None where it is computed by the model.

    Without a third input it is what stands for 0.0: in int8 the output's zero point, else 0.
    """
    value = graph.optional_input(node, 2)
    if value is None:
        output = graph.output_tensor(node)
        return output.affine.zero_point if output.dtype.name == "int8" else 0
    return None if value.data is None else value.data.ravel()[0].item()


class ConstantPad(Operator):
    """Inputs: a tensor of at most 5 dimensions; (before, behind) for each axis, constant int32.

    The optional third input is the border's stored value, one element of the same dtype (and for
    int8 of the output's scale). Source: TensorFlow Lite Micro, `PadPrepare`.
    """

    dtypes = ("int8", "int16", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 3))
        given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
        check_most_dimensions(node, given, 5)
        check_rank(node, graph.input_tensor(node, 1), 2)
        check_moved(graph, node, 0, self.dtypes)
        check_paddings(graph, node, "int32")
        value = graph.optional_input(node, 2)
        if value is not None:
            check_dtype(node, value, given.dtype.name)
            check_filled(node, value)
            if value.size != 1:
                refuse(node, f"tensor {value} should hold 1 number")
        if given.dtype.name == "int8":
            check_per_tensor(node, output)
            check_zero_points(node, output)
            if value is not None and value.quantization != output.quantization:
                refuse(node, f"tensors {value} and {output} differ in scale or zero point")

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        constant = border(graph, node)
        value = inputs[2].ravel()[0] if constant is None else constant
        return (np.pad(inputs[0], paddings(graph, node), constant_values=value),)
