"""FULLY_CONNECTED in float32 on cores with an FPU: one function for all layers of a model."""

from collections.abc import Iterator

from generator.engines.native.designs import Offer, _float_blocks
from generator.engines.native.designs._layer import Layer
from generator.graph import Graph, Node
from generator.ops._weights import operands
from generator.program import Kernel, Parameter
from generator.targets import Target

_CODE_BYTES = 560


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for weights that are known."""
    if node.op != "FULLY_CONNECTED" or not target.fpu:
        return
    o = operands(graph, node, 0)
    if _float_blocks.applies(o):
        yield _offer(Layer(graph, node, index, o), target)


def _offer(layer: Layer, target: Target) -> Offer:
    o = layer.o
    outputs, depth = o.weights.shape
    rows = o.given.size // depth
    bounds = _float_blocks.activation(layer.node)
    word = "_".join(str(bound).rstrip("f") for bound in bounds.values() if bound)
    name = f"fully_connected_float32_blocks_{word}" if word else "fully_connected_float32_blocks"
    sizes = (
        Parameter("rows", "int32_t", rows, "of inputs"),
        Parameter("depth", "int32_t", depth, "inputs of a row"),
        Parameter("outputs", "int32_t", outputs, "of a row"),
    )
    step = layer.step(
        Kernel.of(
            name.replace(".", "_").replace("-", "minus_"),
            "fully_connected_float_blocks",
            paired=target.dual_issue,
            variant="float_blocks",
            **bounds,
        ),
        (*_float_blocks.parameters(layer.index, o, o.weights.value), *sizes),
    )
    cycles = rows * _float_blocks.cycles(outputs, depth, dual_issue=target.dual_issue)
    return Offer(step, cycles, _CODE_BYTES)
