"""What the lowerings of AVERAGE_POOL_2D, MAX_POOL_2D and L2_POOL_2D share."""

import math
from typing import Any

from generator.engines.native._output_stage import bounds
from generator.engines.native._overlap import sliding_window
from generator.engines.native.conv_2d import axis
from generator.graph import Graph, Node
from generator.ops._pooling import limits, windows
from generator.program import Kernel, Step


def lower_pool(graph: Graph, node: Node, index: int, template: str, **context: Any) -> Step:
    """A step of the template, with the window, the activation's bounds and the context given."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    batches, height, width, channels = given.shape
    vertical, horizontal = windows(graph, node)
    low, high = limits(graph, node)
    real = given.dtype.kind == "f"
    shape = f"{height}x{width}x{channels}"
    window = f"{vertical.window}x{horizontal.window}"
    suffix = "" if given.dtype.name == "int8" else f"_{given.dtype}"
    pixel_bytes = channels * given.dtype.itemsize
    overlaps = sliding_window(
        given.name, vertical, horizontal, pixel_bytes, pixel_bytes, reads_pixel_first=False
    )
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{template.removesuffix('_2d')}_{shape}_window_{window}{suffix}",
            template,
            batches=batches,
            channels=channels,
            vertical=axis(vertical),
            horizontal=axis(horizontal),
            real=real,
            least=f"{low}f" if real and math.isfinite(low) else "",
            greatest=f"{high}f" if real and math.isfinite(high) else "",
            **context,
        ),
        inputs=(given.name,),
        outputs=(output.name,),
        parameters=() if real else bounds(int(low), int(high)),
        overlaps=overlaps if batches == 1 else (),
    )
