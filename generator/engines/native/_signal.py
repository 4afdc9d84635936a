"""What the lowerings of the signal library's operators share."""

from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node
from generator.ops import operator
from generator.program import Kernel, Parameter, Step


def signal_step(
    graph: Graph,
    node: Node,
    index: int,
    parameters: tuple[Parameter, ...] = (),
    in_place: bool = False,
    **context: object,
) -> Step:
    """One step of the template that is called as the operator is.

    in_place: whether each element of the first input, which is of the first output's type, is read
    before the one at the same place is written.
    """
    stem = node.op.lower()
    variables = operator(node.op).written_variables(graph, node)
    inputs = tuple(name for name in node.inputs if name is not None and name not in variables)
    size = graph.input_tensor(node, 0).size
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(f"{stem}_{size}", stem, size=size, **context),
        inputs=inputs,
        outputs=(*node.outputs, *variables),
        parameters=parameters,
        overlaps=(element_wise(inputs[0]),) if in_place else (),
        macs=operator(node.op).macs(graph, node),
    )
