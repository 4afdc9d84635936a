"""What the lowerings of SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND share."""

from generator.engines.native._move import kernel_name
from generator.graph import Graph, Node
from generator.ops._batch_blocks import interleaving
from generator.program import Kernel, Step


def lower_interleaving(
    graph: Graph, node: Node, index: int, larger: tuple[int, ...], **context: object
) -> Step:
    """A step of the template named after the operator, which writes its output pixel by pixel."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    cut = interleaving(graph, node, larger)
    _, small_height, small_width = cut.small
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, given, output),
            node.op.lower(),
            batches=cut.batches,
            height=cut.height,
            width=cut.width,
            channels=cut.channels,
            small_height=small_height,
            small_width=small_width,
            block_height=cut.block_height,
            block_width=cut.block_width,
            top=cut.before[0],
            left=cut.before[1],
            framed=bool(sum(cut.before) + sum(cut.behind)),
            dtype=given.dtype.name,
            **context,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
    )
