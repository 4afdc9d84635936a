"""DEQUANTIZE: stored integers to float32."""

from generator.graph import Graph, Node
from generator.program import Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; the output is wider than the input, so it cannot lie over it."""
    del target
    given = graph.input_tensor(node, 0)
    quantization = given.affine
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(f"dequantize_{given.size}_{given.dtype}", "dequantize", size=given.size),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("scale", "float", quantization.scale, "real value of one step"),
            Parameter("zero_point", "int32_t", quantization.zero_point, "stands for 0.0"),
        ),
    )
