"""FULLY_CONNECTED: int8 four outputs at a time, each weight word read once; else as a product."""

from generator.engines.native._direct import direct
from generator.engines.native._output_stage import output_stage, weights_variant, words_of_four
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    o = operands(graph, node, 0)
    if o.given.dtype.name == "int8" and o.weights.is_constant:
        return _packed(graph, node, index, o)
    return _direct(graph, node, index, o)


def _packed(graph: Graph, node: Node, index: int, o: Operands) -> Step:
    outputs, depth = o.weights.shape
    rows = o.given.size // depth
    stage = output_stage(f"layer_{index}", requantization(node, o), o.weights.value, o)
    packed = Constant(f"layer_{index}_weights", words_of_four(o.weights.value), "output / 4, input")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"fully_connected_{rows}x{depth}_to_{outputs}",
            "fully_connected",
            rows=rows,
            depth=depth,
            outputs=outputs,
            rescale=stage.rescale,
            variant=weights_variant(o),
        ),
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const uint32_t *", packed, "four outputs in each word"),
            *stage.parameters,
        ),
        macs=operator(node.op).macs(graph, node),
    )


def _direct(graph: Graph, node: Node, index: int, o: Operands) -> Step:
    """int16, float32, and weights that are not known before the program runs."""
    outputs, depth = o.weights.shape
    rows = o.given.size // depth
    d = direct(node, index, o, requantization)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"fully_connected_{rows}x{depth}_to_{outputs}_{o.given.dtype}",
            "fully_connected_direct",
            rows=rows,
            depth=depth,
            outputs=outputs,
            **d.context,
        ),
        inputs=d.inputs,
        outputs=node.outputs,
        parameters=d.parameters,
        macs=operator(node.op).macs(graph, node),
    )
