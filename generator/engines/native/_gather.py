"""What the lowerings of GATHER and EMBEDDING_LOOKUP share: slices picked by an index."""

from generator.engines.native._move import kernel_name
from generator.graph import Graph, Node, Tensor
from generator.ops.gather import Gathering
from generator.program import Kernel, Parameter, Step


def lower_gathering(
    graph: Graph,
    node: Node,
    index: int,
    values: Tensor,
    indices: Tensor,
    sizes: Gathering,
    scale: float | None = None,
) -> Step:
    """A step that copies the slices, or with a scale turns them into reals."""
    output = graph.output_tensor(node)
    picked = (sizes.picked, 0, 1)
    outer = (sizes.outer, sizes.size * sizes.inner, 0)
    batch = (sizes.batch, sizes.outer * sizes.size * sizes.inner, sizes.picked)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{kernel_name(node, values, output)}{'' if scale is None else '_scaled'}",
            "gather" if scale is None else "gather_scaled",
            loops=tuple(loop for loop in (batch, outer, picked) if loop[0] > 1),
            last=sizes.size - 1,
            inner=sizes.inner,
            computed=not indices.is_constant,
            dtype=values.dtype.name,
        ),
        inputs=(values.name, indices.name),
        outputs=node.outputs,
        parameters=()
        if scale is None
        else (Parameter("scale", "float", scale, "real value of one step"),),
    )
