"""Lowering of everything that only moves elements: copies between views, or a mere renaming."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.native._grid_overlap import copy_overlaps
from generator.engines.native._views import Copy, View, copy
from generator.graph import Graph, Node, Tensor
from generator.program import Kernel, Step


@dataclass(frozen=True)
class Move:
    """A copy from a view of input number `input` to a view of output number `output`."""

    source: View
    target: View
    input: int = 0
    output: int = 0


def lower_moves(
    graph: Graph, node: Node, index: int, inputs: Sequence[Tensor], moves: Sequence[Move]
) -> Step:
    """One step of the moves; without a kernel where the output is the input's very bytes."""
    outputs = [graph.output_tensor(node, i) for i in range(len(node.outputs))]
    copies = [copy(move.source, move.target) for move in moves]
    single = len(inputs) == len(outputs) == len(copies) == 1
    if single and copies[0].whole and _lasts(inputs[0]) and inputs[0].size == outputs[0].size:
        return Step(index, node.op, node.name, None, (inputs[0].name,), node.outputs)
    overlaps = copy_overlaps(inputs[0], outputs[0], copies[0]) if single else ()
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            kernel_name(node, inputs[0], outputs[0]),
            "move",
            moves=tuple(_in_context(m, c) for m, c in zip(moves, copies, strict=True)),
            inputs=len(inputs),
            outputs=len(outputs),
            dtype=inputs[0].dtype.name,
            function="memmove" if overlaps else "memcpy",
        ),
        inputs=tuple(tensor.name for tensor in inputs),
        outputs=node.outputs,
        overlaps=overlaps,
    )


def lower_renaming(graph: Graph, node: Node, index: int, given: Tensor) -> Step:
    """One step for an operator whose output has the very bytes of one of its inputs."""
    flat = View.whole((given.size,))
    return lower_moves(graph, node, index, [given], [Move(flat, flat)])


def _lasts(tensor: Tensor) -> bool:
    """Whether the buffer is an activation's own: constants lie in flash, variables change later."""
    return not (tensor.is_constant or tensor.variable)


def _in_context(move: Move, copied: Copy) -> tuple[object, ...]:
    """What the template knows: (input, output, source offset, target offset, loops, run)."""
    loops = tuple(loop.context for loop in copied.loops)
    where = (copied.source_offset, copied.target_offset)
    return (move.input, move.output, *where, loops, copied.run)


def kernel_name(node: Node, given: Tensor, output: Tensor) -> str:
    """A C identifier that tells what goes in and what comes out."""
    sizes = ("x".join(map(str, tensor.shape)) or "1" for tensor in (given, output))
    return f"{node.op.lower()}_{given.dtype}_{'_to_'.join(sizes)}"
