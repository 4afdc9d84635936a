"""RESIZE_NEAREST_NEIGHBOR: loops that repeat or skip pixels, or tables of rows and columns."""

import numpy as np

from generator.engines.native._move import Move, kernel_name, lower_moves
from generator.engines.native._views import View
from generator.graph import Graph, Node
from generator.ops.resize_nearest_neighbor import sources
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given = graph.input_tensor(node, 0)
    rows, columns = sources(graph, node)
    source: View | None = View.whole(given.shape)
    for axis, indices in ((2, columns), (1, rows)):
        source = source and _stretched(source, axis, indices)
    if source is None:
        return _lower_tables(graph, node, index, rows, columns)
    return lower_moves(graph, node, index, [given], [Move(source, View.whole(source.shape))])


def _stretched(view: View, axis: int, indices: list[int]) -> View | None:
    """The view with these indices of the axis, if they are evenly spaced and evenly repeated."""
    first = indices[0]
    repeats = indices.count(first)
    step = indices[repeats] - first if len(indices) > repeats else 1
    count = len(indices) // repeats
    if indices != [first + i // repeats * step for i in range(count * repeats)]:
        return None
    return view.cut(axis, first, count, step).repeated(axis, repeats)


def _lower_tables(
    graph: Graph, node: Node, index: int, rows: list[int], columns: list[int]
) -> Step:
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    batches, height, width, channels = given.shape
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, given, output),
            "resize_nearest_neighbor",
            batches=batches,
            height=height,
            width=width,
            channels=channels,
            rows=len(rows),
            columns=len(columns),
            dtype=given.dtype.name,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=(
            _table(f"layer_{index}_rows", "rows", rows, "input row of each output row"),
            _table(f"layer_{index}_columns", "columns", columns, "input column of each column"),
        ),
    )


def _table(constant: str, name: str, indices: list[int], comment: str) -> Parameter:
    table = Constant(constant, np.array(indices, np.uint16), comment)
    return Parameter(name, "const uint16_t *", table, comment)
