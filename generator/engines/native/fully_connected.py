"""FULLY_CONNECTED: four outputs at a time, each weight word read once."""

from generator.engines.native._output_stage import output_stage, words_of_four
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops.fully_connected import requantization
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given, weights = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    outputs, depth = weights.shape
    rows = given.size // depth
    stage = output_stage(
        f"layer_{index}",
        requantization(graph, node),
        weights.value,
        given.affine.zero_point,
    )
    packed = Constant(f"layer_{index}_weights", words_of_four(weights.value), "output / 4, input")
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
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("weights", "const uint32_t *", packed, "four outputs in each word"),
            *stage.parameters,
        ),
        macs=operator(node.op).macs(graph, node),
    )
