"""What the lowerings of PAD and PADV2 share: the output written from one end to the other."""

from dataclasses import dataclass

import numpy as np

from generator.engines.native._move import kernel_name, lower_renaming
from generator.graph import Graph, Node, Tensor
from generator.ops._constant_pad import border
from generator.ops._padding import Paddings, paddings
from generator.program import Kernel, Overlap, Step


@dataclass(frozen=True)
class Level:
    """`before` elements of border, then `count` rounds of the next level, then `behind` more.

    Of the innermost level the rounds are elements of the input, which are copied together.
    """

    before: int
    count: int
    behind: int


def levels(shape: tuple[int, ...], pairs: Paddings) -> tuple[Level, ...]:
    """The fewest levels, the outermost first."""
    found: list[Level] = []
    block, rounds = 1, 1
    for size, (before, behind) in reversed(list(zip(shape, pairs, strict=True))):
        rounds *= size
        if before + behind:
            found.insert(0, Level(before * block, rounds, behind * block))
            rounds = 1
        block *= before + size + behind
    return (Level(0, rounds, 0), *found) if rounds > 1 else tuple(found)


def lower_pad(graph: Graph, node: Node, index: int) -> Step:
    """One step, going down from the end where that lets the output grow over its input."""
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    nest = levels(given.shape, paddings(graph, node))
    if given.shape == output.shape:
        return lower_renaming(graph, node, index, given)
    constant = border(graph, node)
    computed = graph.input_tensor(node, 2).name if constant is None else None
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, given, output),
            "pad",
            levels=tuple((level.before, level.count, level.behind) for level in nest),
            border="" if constant is None else _literal(constant, given.dtype),
            input_size=given.size,
            output_size=output.size,
            dtype=given.dtype.name,
        ),
        inputs=(given.name,) if computed is None else (given.name, computed),
        outputs=node.outputs,
        overlaps=(_overlap(given, output, nest),),
    )


def _overlap(given: Tensor, output: Tensor, nest: tuple[Level, ...]) -> Overlap:
    """Run r comes to lie at least as far from its input as run 0, which moves by `lead` elements.

    So the output may begin up to `lead` elements below the input: nothing is written over inputs
    of runs before it, which are still to be read when the kernel walks down.
    """
    lead = sum(level.before for level in nest)
    gap = output.size - given.size - lead
    return Overlap(given.name, "descending", gap * given.dtype.itemsize)


def _literal(value: int | float, dtype: np.dtype) -> str:
    """The value in C; 0 also where it is a real."""
    if dtype.kind != "f":
        return "INT32_MIN" if value == -(2**31) else str(value)
    if not np.isfinite(value):
        name = 'nanf("")' if np.isnan(value) else "inff()"
        return f"{'-' if value < 0 else ''}__builtin_{name}"
    return f"{np.format_float_scientific(np.float32(value), trim='0')}f" if value else "0"
