"""ADD_N: the sum of several tensors of one shape."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._element_wise import (
    check_below_one,
    check_quantized,
    check_same_dtype,
    check_size,
    shaped,
)
from generator.ops._operator import Operator, check_counts, check_dtype, check_shape, refuse
from generator.quantization import dtype_range, quantize_multiplier, rescale_array

# Sums of stored values are multiplied by 2^19 before they are rescaled: inputs go up by 20 bits
# and are then halved.
LEFT_SHIFT = 19
# With one zero point more than inputs, sums then still fit 32 bits.
_MOST_INT8_INPUTS = 15
# C compilers have to take 127 parameters and no more.
_MOST_INPUTS = 100


@dataclass(frozen=True)
class AddNConstants:
    """output = output zero point + rescale((sum of inputs - offset) << LEFT_SHIFT).

    offset: one zero point more than there are inputs, as TensorFlow Lite Micro starts its sum with
    a stored 0, which is not what stands for 0.0.
    """

    offset: int
    scale: tuple[int, int]
    output_zero_point: int
    minimum: int
    maximum: int


def constants(graph: Graph, node: Node) -> AddNConstants:
    """The fixed-point constants. Source: TensorFlow Lite Micro, add_n.cc, `CalculateOpData`."""
    given, output = graph.input_tensor(node, 0).affine, graph.output_tensor(node)
    return AddNConstants(
        (len(node.inputs) + 1) * given.zero_point,
        quantize_multiplier(2.0 * given.scale / ((1 << 20) * output.affine.scale)),
        output.affine.zero_point,
        *dtype_range(output.dtype),
    )


class AddN(Operator):
    """output = the sum of 2 or more tensors; float32, or int8 that all have one scale."""

    name = "ADD_N"
    dtypes = ("int8", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, _MOST_INPUTS))
        if None in node.inputs:
            refuse(node, "one of its inputs is absent")
        inputs = [graph.input_tensor(node, i) for i in range(len(node.inputs))]
        output = graph.output_tensor(node)
        check_dtype(node, output, *self.dtypes)
        check_same_dtype(node, output, *inputs)
        check_size(node, output)
        for tensor in inputs:
            check_shape(node, tensor, output.shape)
        if output.dtype == np.int8:
            self._check_int8(graph, node)

    def _check_int8(self, graph: Graph, node: Node) -> None:
        inputs = [graph.input_tensor(node, i) for i in range(len(node.inputs))]
        check_quantized(node, *inputs, graph.output_tensor(node))
        first = inputs[0]
        for tensor in inputs:
            if tensor.affine.scale != first.affine.scale:
                refuse(node, f"tensors {first} and {tensor} differ in scale")
            if tensor.affine.zero_point != first.affine.zero_point:
                refuse(node, f"tensors {first} and {tensor} differ in zero point")
        if len(inputs) > _MOST_INT8_INPUTS:
            refuse(node, f"it adds {len(inputs)} int8 tensors; {_MOST_INT8_INPUTS} fit 32 bits")
        check_below_one(node, constants(graph, node).scale)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        if graph.output_tensor(node).dtype != np.int8:
            return shaped(sum(inputs[1:], inputs[0]), graph, node)
        c = constants(graph, node)
        total = np.sum([values.astype(np.int64) for values in inputs], axis=0) - c.offset
        scaled = rescale_array(total << LEFT_SHIFT, *c.scale) + c.output_zero_point
        return shaped(np.clip(scaled, c.minimum, c.maximum), graph, node)


OPERATOR = AddN()
