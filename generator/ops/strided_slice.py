"""STRIDED_SLICE: Python's tensor[begin:end:stride, …], with masks for what is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.graph import Array, Graph, Node
from generator.ops._layout import check_integers, check_moved, check_output
from generator.ops._operator import Operator, check_counts, check_rank, refuse


@dataclass(frozen=True)
class Cut:
    """What is taken of one axis of the input: `count` indices from `start` in steps of `step`.

    dropped: the axis has no place in the output, which holds its index `start` alone.
    """

    start: int
    count: int
    step: int
    dropped: bool = False


@dataclass(frozen=True)
class _Position:
    """One place of begin, end and strides, with the masks' bits for it."""

    begin: int
    end: int
    stride: int
    from_first: bool
    to_last: bool
    dropped: bool


def _positions(graph: Graph, node: Node) -> list[_Position | None]:
    """A position for each axis of the input; None stands for a new axis in the output."""
    begins, ends, strides = (check_integers(graph, node, i, None) for i in (1, 2, 3))
    if not len(begins) == len(ends) == len(strides):
        refuse(node, "begin, end and strides differ in length")
    bits = node.attributes
    ellipsis_mask = bits["ellipsis_mask"] & ((1 << len(begins)) - 1)
    if ellipsis_mask & (ellipsis_mask - 1):
        refuse(node, "it has more than one ellipsis")
    whole = _Position(0, 0, 1, True, True, False)
    rank = len(graph.input_tensor(node, 0).shape)
    new_axes = bits["new_axis_mask"] & ~ellipsis_mask & ((1 << len(begins)) - 1)
    named = len(begins) - new_axes.bit_count() - ellipsis_mask.bit_count()
    if named > rank:
        refuse(node, f"it cuts {named} axes of {rank}")
    positions: list[_Position | None] = []
    for i, (begin, end, stride) in enumerate(zip(begins, ends, strides, strict=True)):
        bit = 1 << i
        if ellipsis_mask & bit:
            positions += [whole] * (rank - named)
        elif new_axes & bit:
            positions.append(None)
        else:
            masks = (bits[mask] for mask in ("begin_mask", "end_mask", "shrink_axis_mask"))
            positions.append(_Position(begin, end, stride, *(bool(mask & bit) for mask in masks)))
    missing = 0 if ellipsis_mask else rank - named
    return positions + [whole] * missing


def _cut(node: Node, position: _Position, size: int) -> Cut:
    """The position applied to an axis: ends beyond it are pulled in, as in Python."""
    stride = position.stride
    if stride == 0:
        refuse(node, "a stride is 0")
    low, high = (0, size) if stride > 0 else (-1, size - 1)
    first, last = (low, high) if stride > 0 else (high, low)
    begin = position.begin + size if position.begin < 0 else position.begin
    start = first if position.from_first else min(max(begin, low), high)
    if position.dropped:
        if stride < 0 or not 0 <= start < size or not 0 <= begin < size:
            refuse(node, f"there is no index {position.begin} in an axis of {size}")
        return Cut(start, 1, 1, dropped=True)
    end = position.end + size if position.end < 0 else position.end
    stop = last if position.to_last else min(max(end, low), high)
    return Cut(start, max(0, -((start - stop) // stride)), stride)


def cuts(graph: Graph, node: Node) -> tuple[Cut, ...]:
    """What is taken of each axis of the input. Source: TensorFlow, tf.strided_slice."""
    sizes = iter(graph.input_tensor(node, 0).shape)
    present = [p for p in _positions(graph, node) if p is not None]
    return tuple(_cut(node, p, size) for p, size in zip(present, sizes, strict=True))


def _output_shape(graph: Graph, node: Node) -> Iterator[int]:
    remaining = iter(cuts(graph, node))
    for position in _positions(graph, node):
        if position is None:
            yield 1
        else:
            cut = next(remaining)
            if not cut.dropped:
                yield cut.count


class StridedSlice(Operator):
    """Inputs: a tensor of at most 4 dimensions; begin, end and strides, constant int32.

    The masks' bits count the places of begin from 0: begin_mask and end_mask open an end,
    shrink_axis_mask takes one index and drops its axis, new_axis_mask adds an axis of one index,
    ellipsis_mask stands for all axes that are not named.
    TensorFlow Lite Micro ignores the last two; here they mean what they mean in TensorFlow.
    """

    name = "STRIDED_SLICE"
    options = "StridedSliceOptions"
    dtypes = ("int8", "int16", "int32", "float32", "bool")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (4, 4))
        check_rank(node, graph.input_tensor(node, 0), 1, 2, 3, 4)
        if node.attributes["offset"]:
            refuse(node, "ends that are offsets from the beginning are not supported")
        check_moved(graph, node, 0, self.dtypes)
        check_output(graph, node, tuple(_output_shape(graph, node)))

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        values = inputs[0]
        for axis, cut in enumerate(cuts(graph, node)):
            values = values.take([cut.start + i * cut.step for i in range(cut.count)], axis)
        return (values.reshape(graph.output_tensor(node).shape),)


OPERATOR = StridedSlice()
