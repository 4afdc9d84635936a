"""FULLY_CONNECTED: a matrix times a vector, for each row of the input."""

from collections.abc import Sequence

from generator.graph import Array, Graph, Node
from generator.ops._operator import Operator, check_counts, check_rank, refuse
from generator.ops._weights import (
    Operands,
    centred,
    check_factors,
    check_operands,
    finish,
    operands,
    requantization_factors,
)

BIASES = {"int8": ("int32",), "int16": ("int64", "int32"), "float32": ("float32",)}
# How far the bias' scale may lie from the product of the others, in steps of the output.
_BIAS_SCALE_SLACK = 0.02


class FullyConnected(Operator):
    """output[r, o] = activation(bias[o] + sum over i of input[r, i] * weights[o, i]).

    Inputs: any shape whose size is a multiple of the depth; weights (outputs, depth); optional
    bias (outputs,). Output: rows of outputs.
    int8 with int8 weights and int32 bias, int16 with int8 weights and int64 or int32 bias, float32.
    Weights of one scale may have a zero point and need not be constant.
    """

    name = "FULLY_CONNECTED"
    options = "FullyConnectedOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (2, 3))
        given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
        check_rank(node, weights, 2)
        if node.attributes["weights_format"] != "DEFAULT":
            order = node.attributes["weights_format"]
            refuse(node, f"weights in the order {order} are not supported")
        o = operands(graph, node, 0)
        check_operands(node, o, BIASES)
        if not o.is_float:
            self._check_scales(node, o)
        outputs, depth = weights.shape
        rows = given.size // depth
        if given.size % depth or given.size == 0:
            refuse(node, f"tensor {given} is not made of rows of {depth}, as the weights want")
        if o.output.size != rows * outputs or o.output.shape[-1:] != (outputs,):
            refuse(node, f"tensor {o.output} does not hold {rows} rows of {outputs}")

    def _check_scales(self, node: Node, o: Operands) -> None:
        if o.weights.affine.per_channel and not o.weights.is_constant:
            refuse(node, f"tensor {o.weights} has several scales, but is not a constant")
        check_factors(node, o, requantization_factors(o))
        if o.bias is None or o.weights.affine.per_channel:
            return
        wanted = o.given.affine.scale * o.weights.affine.scale
        given = o.bias.quantization.scale if o.bias.quantization else 0.0
        if not abs(wanted - given) / o.output.affine.scale <= _BIAS_SCALE_SLACK:
            refuse(node, f"tensor {o.bias} has the scale {given:g}; it should be {wanted:g}")

    def macs(self, graph: Graph, node: Node) -> int:
        return graph.input_tensor(node, 0).size * graph.input_tensor(node, 1).shape[0]

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        o = operands(graph, node, 0)
        weights = centred(inputs[1], o.weights)
        rows = centred(inputs[0], o.given).reshape(-1, weights.shape[1])
        bias = inputs[2] if o.bias else None
        return (finish(node, o, rows @ weights.T, bias).reshape(o.output.shape),)


OPERATOR = FullyConnected()
