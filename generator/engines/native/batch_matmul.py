"""BATCH_MATMUL: row times column, batches in as few loops as broadcasting allows."""

import math

from generator.engines.native._direct import direct
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands
from generator.ops.batch_matmul import Product, product, requantization
from generator.program import Kernel, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; either matrix may be a constant in flash."""
    del target
    left, right = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    shapes = product(graph, node)
    assert shapes is not None, "not checked"
    adj_x, adj_y = bool(node.attributes["adj_x"]), bool(node.attributes["adj_y"])
    column_axis = len(right.shape) - (2 if adj_y else 1)
    o = Operands(left, right, None, graph.output_tensor(node), shapes.columns, column_axis)
    d = direct(node, index, o, lambda node, _: requantization(graph, node))
    batches = _batches(shapes)
    count = math.prod(shapes.batches)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"batch_matmul_{count}x{shapes.rows}x{shapes.depth}x{shapes.columns}_{left.dtype}",
            "batch_matmul",
            rows=shapes.rows,
            depth=shapes.depth,
            columns=shapes.columns,
            batches=tuple(count for count, _, _ in batches),
            left_strides=tuple(stride for _, stride, _ in batches),
            right_strides=tuple(stride for _, _, stride in batches),
            # (from one row or column to the next, from one product to the next)
            left_steps=(1, shapes.rows) if adj_x else (shapes.depth, 1),
            right_steps=(shapes.depth, 1) if adj_y else (1, shapes.columns),
            **d.context,
        ),
        inputs=d.inputs,
        outputs=node.outputs,
        parameters=d.parameters,
        macs=operator(node.op).macs(graph, node),
    )


def _batches(shapes: Product) -> list[tuple[int, int, int]]:
    """Loops from the outermost: (count, elements between left matrices, between right ones).

    A stride is 0 where one matrix serves the whole axis; axes that continue each other are one.
    """
    left_size, right_size = shapes.rows * shapes.depth, shapes.depth * shapes.columns
    loops: list[tuple[int, int, int]] = []
    axes = zip(shapes.batches, shapes.left_batches, shapes.right_batches, strict=True)
    for count, left, right in reversed(list(axes)):
        if count > 1:
            strides = (left_size if left > 1 else 0, right_size if right > 1 else 0)
            loops = _with_outer(loops, count, *strides)
        left_size, right_size = left_size * left, right_size * right
    return loops


def _with_outer(
    loops: list[tuple[int, int, int]], count: int, left: int, right: int
) -> list[tuple[int, int, int]]:
    if loops:
        inner_count, inner_left, inner_right = loops[0]
        if (left, right) == (inner_count * inner_left, inner_count * inner_right):
            return [(count * inner_count, inner_left, inner_right), *loops[1:]]
    return [(count, left, right), *loops]
