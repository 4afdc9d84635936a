"""RESIZE_BILINEAR: the four neighbours of each output pixel, mixed channel by channel."""

from generator.engines.native._move import kernel_name
from generator.graph import Graph, Node
from generator.ops.resize_bilinear import FRACTION_BITS, integer_steps, real_scales
from generator.program import Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    batches, height, width, channels = given.shape
    real = given.dtype.kind == "f"
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, given, output),
            "resize_bilinear_float32" if real else "resize_bilinear",
            batches=batches,
            height=height,
            width=width,
            channels=channels,
            rows=output.shape[1],
            columns=output.shape[2],
            one=1 << FRACTION_BITS,
            centers=bool(node.attributes["half_pixel_centers"]),
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=_real(graph, node) if real else _integer(graph, node),
    )


def _integer(graph: Graph, node: Node) -> tuple[Parameter, ...]:
    rows, columns = integer_steps(graph, node)
    return (
        Parameter("row_step", "int32_t", rows.scale, "input rows from one output row to the next"),
        Parameter("first_row", "int32_t", rows.offset, "where output row 0 lies"),
        Parameter("column_step", "int32_t", columns.scale, "the same for columns; all in 1024ths"),
        Parameter("first_column", "int32_t", columns.offset, "where output column 0 lies"),
    )


def _real(graph: Graph, node: Node) -> tuple[Parameter, ...]:
    rows, columns = real_scales(graph, node)
    return (
        Parameter("row_step", "float", rows, "input rows from one output row to the next"),
        Parameter("column_step", "float", columns, "the same for columns"),
    )
