"""What the lowerings of AVERAGE_POOL_2D and MAX_POOL_2D share."""

from generator.engines.native._overlap import sliding_window
from generator.engines.native.conv_2d import axis
from generator.graph import Graph, Node
from generator.ops._pooling import limits, windows
from generator.program import Kernel, Parameter, Step


def lower_pool(graph: Graph, node: Node, index: int, template: str) -> Step:
    """A step of the template, with the window and the activation's bounds."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    batches, height, width, channels = given.shape
    vertical, horizontal = windows(graph, node)
    minimum, maximum = limits(graph, node)
    shape = f"{height}x{width}x{channels}"
    window = f"{vertical.window}x{horizontal.window}"
    overlaps = sliding_window(
        given.name, vertical, horizontal, channels, channels, reads_pixel_first=False
    )
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{template.removesuffix('_2d')}_{shape}_window_{window}",
            template,
            batches=batches,
            channels=channels,
            vertical=axis(vertical),
            horizontal=axis(horizontal),
        ),
        inputs=(given.name,),
        outputs=(output.name,),
        parameters=(
            Parameter("minimum", "int32_t", minimum, "least output"),
            Parameter("maximum", "int32_t", maximum, "greatest output"),
        ),
        overlaps=overlaps if batches == 1 else (),
    )
