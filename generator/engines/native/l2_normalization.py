"""L2_NORMALIZATION: row by row, the length first."""

from generator.engines.native._move import kernel_name
from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node
from generator.ops.l2_normalization import OUTPUT_BITS, SHORTEST
from generator.program import Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given = graph.input_tensor(node, 0)
    depth = given.shape[-1]
    real = given.dtype.kind == "f"
    parameters: tuple[Parameter, ...] = ()
    if not real:
        zero_point = given.affine.zero_point
        parameters = (Parameter("zero_point", "int32_t", zero_point, "zero point of the input"),)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, given, given),
            "l2_normalization_float32" if real else "l2_normalization",
            rows=given.size // depth,
            depth=depth,
            output_bits=OUTPUT_BITS,
            shortest=f"{SHORTEST}f",
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=parameters,
        overlaps=(element_wise(given.name),),
    )
