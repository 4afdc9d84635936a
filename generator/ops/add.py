"""ADD: the sum of two tensors that broadcast against each other."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._binary import check_binary, operands
from generator.ops._element_wise import (
    activated,
    check_activation,
    check_below_one,
    check_quantized,
    check_unscaled,
    is_quantized,
    shaped,
)
from generator.ops._operator import Operator, refuse
from generator.ops._sum import SumConstants, finished_sum, rescaled_input, sum_constants


def constants(graph: Graph, node: Node) -> SumConstants:
    """The fixed-point constants of quantised addends."""
    return sum_constants(graph, node, np.float64)


class Add(Operator):
    """output = activation(a + b); int8 and int16 each with its own scale, int32 wraps."""

    name = "ADD"
    options = "AddOptions"
    dtypes = ("int8", "int16", "int32", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_binary(graph, node, *self.dtypes)
        check_activation(node)
        tensors = operands(graph, node)
        if is_quantized(tensors[2]):
            check_quantized(node, *tensors)
            check_below_one(node, constants(graph, node).output)
        elif tensors[2].dtype == np.int32:
            check_unscaled(node, *tensors)
            check_no_activation(node)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        if not is_quantized(graph.output_tensor(node)):
            total = activated(inputs[0] + inputs[1], node.attributes["activation"])
            return shaped(total, graph, node)
        c = constants(graph, node)
        total = rescaled_input(inputs[0], 0, c) + rescaled_input(inputs[1], 1, c)
        return shaped(finished_sum(total, c), graph, node)


def check_no_activation(node: Node) -> None:
    """TensorFlow Lite Micro forgets the activation of int32 sums; better none than a wrong one."""
    if node.attributes["activation"] != "NONE":
        refuse(node, "a fused activation on int32 is not supported")


OPERATOR = Add()
