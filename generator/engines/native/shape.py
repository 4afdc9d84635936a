"""SHAPE: the sizes, which the generator knows, copied from flash."""

from generator.engines.native._move import kernel_name
from generator.graph import Graph, Node
from generator.ops import operator
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step without inputs."""
    del target
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    (sizes,) = operator(node.op).reference(graph, node, ())
    constant = Constant(f"layer_{index}_sizes", sizes, f"sizes of {given.label}")
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(kernel_name(node, output, output), "shape", count=output.size),
        inputs=(),
        outputs=node.outputs,
        parameters=(Parameter("sizes", "const int32_t *", constant, "of the tensor's axes"),),
    )
