"""Copies between views, and how far their output may reach into their input.

Each copy is carried out in Python on one byte memory, in the kernel's order, with the output as
deep in the input as a permission allows: nothing may be lost.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.engines.native._constant_pad import levels
from generator.engines.native._grid_overlap import copy_overlaps, fold_overlaps
from generator.engines.native._views import Copy, View, copy, loops
from generator.graph import Array, Tensor
from generator.program import Overlap

BYTE = np.dtype(np.int8)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[tuple[int, ...], View]:
    """A shape, and a view of it with some axes cut, reversed, split, dropped and transposed."""
    shape = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=4)))
    view = View.whole(shape)
    for axis, size in enumerate(shape):
        step = draw(st.sampled_from([1, 1, 2, -1]))
        count = draw(st.integers(1, -(-size // abs(step))))
        room = size - 1 - (count - 1) * abs(step)
        first = draw(st.integers(0, room))
        view = view.cut(axis, first if step > 0 else size - 1 - first, count, step)
    if draw(st.booleans()):
        inner = draw(st.sampled_from([n for n in range(1, 6) if view.shape[0] % n == 0]))
        view = view.split(0, inner)
    if draw(st.booleans()):
        view = view.repeated(0, draw(st.integers(1, 3)))
    return shape, view.transposed(draw(st.permutations(range(len(view.shape)))))


def _elements(view: View) -> list[int]:
    """The offsets of a view's elements, by its definition."""
    return [
        view.offset + sum(i * stride for i, stride in zip(index, view.strides, strict=True))
        for index in product(*map(range, view.shape))
    ]


def _runs(copied: Copy) -> Iterator[tuple[int, int]]:
    """(source, target) of each run in the order of the loops."""
    for index in product(*(range(loop.count) for loop in copied.loops)):
        rounds = list(zip(index, copied.loops, strict=True))
        yield (
            copied.source_offset + sum(i * loop.source_stride for i, loop in rounds),
            copied.target_offset + sum(i * loop.target_stride for i, loop in rounds),
        )


@settings(max_examples=200, deadline=None)
@given(cuts())
def test_loops_visit_the_elements_of_both_views(drawn: tuple[tuple[int, ...], View]) -> None:
    _, source = drawn
    target = View.whole(source.shape)
    copied = copy(source, target)
    pairs = {(s + i, t + i) for s, t in _runs(copied) for i in range(copied.run)}
    assert pairs == set(zip(_elements(source), _elements(target), strict=True))


def _places(way: Overlap, source: int, result: int) -> tuple[int, int]:
    """Where input and output start if the output lies as deep in the input as it may."""
    if way.order == "ascending":
        return way.gap_bytes, 0
    start = source + way.gap_bytes - result
    return (0, start) if start >= 0 else (-start, 0)


@settings(max_examples=300, deadline=None)
@given(cuts())
def test_overlapping_copies_lose_nothing(drawn: tuple[tuple[int, ...], View]) -> None:
    shape, view = drawn
    copied = copy(view, View.whole(view.shape))
    source = Tensor("source", shape, BYTE)
    target = Tensor("target", view.shape, BYTE)
    values = np.arange(source.size) % 251
    expected = values[_elements(view)]
    for way in copy_overlaps(source, target, copied):
        at, to = _places(way, source.size, target.size)
        memory = np.full(source.size + target.size + way.gap_bytes, 255)
        memory[at : at + source.size] = values
        runs = list(_runs(copied))
        for s, t in runs if way.order == "ascending" else reversed(runs):
            memory[to + t : to + t + copied.run] = memory[at + s : at + s + copied.run].copy()
        np.testing.assert_array_equal(memory[to : to + target.size], expected, str(way))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_overlapping_sums_lose_nothing(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=4)))
    kept = data.draw(st.lists(st.integers(0, len(shape) - 1), unique=True).map(sorted))
    view = View.whole(shape).transposed(kept)
    left = View.whole(view.shape)
    source, target = Tensor("source", shape, BYTE), Tensor("target", view.shape, BYTE)
    values = np.arange(source.size).reshape(shape)
    folded = values.sum(axis=tuple(axis for axis in range(len(shape)) if axis not in kept))
    members = _members(shape, kept)
    for way in fold_overlaps(source, target, loops(view.shape, view.strides, left.strides)):
        memory = np.full(source.size + target.size + way.gap_bytes, -(10**6))
        memory[way.gap_bytes : way.gap_bytes + source.size] = values.ravel()
        for i, chosen in enumerate(members):
            memory[i] = memory[way.gap_bytes + chosen].sum()
        np.testing.assert_array_equal(memory[: target.size], folded.ravel())


def _members(shape: tuple[int, ...], kept: list[int]) -> list[Array]:
    """For each output element the inputs that are folded into it."""
    places = np.arange(int(np.prod(shape))).reshape(shape)
    gone = [axis for axis in range(len(shape)) if axis not in kept]
    rows = places.transpose(*kept, *gone)
    return list(rows.reshape(int(np.prod([shape[axis] for axis in kept])), -1))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_levels_of_padding_write_each_element_once(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))
    pairs = tuple(data.draw(st.tuples(*[st.integers(0, 2)] * 2)) for _ in shape)
    assume(any(map(sum, pairs)))
    written: list[int] = []
    values = iter(range(1, 1 + int(np.prod(shape))))
    nest = levels(shape, pairs)

    def write(depth: int) -> None:
        level = nest[depth]
        written.extend([0] * level.before)
        for _ in range(level.count):
            if depth + 1 == len(nest):
                written.append(next(values))
            else:
                write(depth + 1)
        written.extend([0] * level.behind)

    write(0)
    padded = np.pad(np.arange(1, 1 + int(np.prod(shape))).reshape(shape), pairs)
    np.testing.assert_array_equal(written, padded.ravel())
