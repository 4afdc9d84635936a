"""Parts of tensors as grids of evenly spaced elements, and copies from one grid to another.

Most operators that rearrange elements are copies between two such views of buffers. Python folds
their axes into as few loops as there must be; the kernel is those loops around a memcpy.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

Shape = tuple[int, ...]


@dataclass(frozen=True)
class View:
    """Element (i, j, …) lies at offset + i * strides[0] + j * strides[1] + …, all in elements."""

    offset: int
    shape: Shape
    strides: tuple[int, ...]

    @staticmethod
    def whole(shape: Shape) -> "View":
        """All elements of a buffer, the last axis fastest."""
        strides = tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))
        return View(0, shape, strides)

    def cut(self, axis: int, start: int, count: int, step: int = 1) -> "View":
        """`count` indices of an axis from `start` on, every `step`-th; a step may be negative."""
        stride = self.strides[axis]
        return View(
            self.offset + start * stride,
            _with(self.shape, axis, count),
            _with(self.strides, axis, step * stride),
        )

    def at(self, axis: int, index: int) -> "View":
        """One index of an axis, which goes."""
        return View(
            self.offset + index * self.strides[axis],
            _with(self.shape, axis),
            _with(self.strides, axis),
        )

    def split(self, axis: int, inner: int) -> "View":
        """An axis as two: index i becomes (i // inner, i % inner)."""
        size, stride = self.shape[axis], self.strides[axis]
        return replace(
            self,
            shape=_with(self.shape, axis, size // inner, inner),
            strides=_with(self.strides, axis, stride * inner, stride),
        )

    def repeated(self, axis: int, times: int) -> "View":
        """Each index of an axis `times` times: a new axis behind it, along which nothing moves."""
        return replace(
            self,
            shape=_with(self.shape, axis, self.shape[axis], times),
            strides=_with(self.strides, axis, self.strides[axis], 0),
        )

    def transposed(self, order: Sequence[int]) -> "View":
        """The axes in another order."""
        return replace(
            self,
            shape=tuple(self.shape[axis] for axis in order),
            strides=tuple(self.strides[axis] for axis in order),
        )


def _with(values: tuple[int, ...], axis: int, *instead: int) -> tuple[int, ...]:
    return (*values[:axis], *instead, *values[axis + 1 :])


@dataclass(frozen=True)
class Loop:
    """`count` rounds; each moves on by these many elements in the source and in the target."""

    count: int
    source_stride: int
    target_stride: int

    @property
    def context(self) -> tuple[int, int, int]:
        """As templates know it."""
        return (self.count, self.source_stride, self.target_stride)


@dataclass(frozen=True)
class Copy:
    """Nested loops, the outermost first, around a copy of `run` elements that lie together."""

    source_offset: int
    target_offset: int
    loops: tuple[Loop, ...]
    run: int

    @property
    def whole(self) -> bool:
        """Whether it is a single block."""
        return not self.loops


def loops(shape: Shape, source: Sequence[int], target: Sequence[int]) -> tuple[Loop, ...]:
    """The fewest loops over a grid with these strides, the outermost first."""
    merged: list[Loop] = []
    for axis in zip(shape, source, target, strict=True):
        inner = Loop(*axis)
        if inner.count == 1:
            continue
        if merged and _continues(merged[-1], inner):
            inner = replace(inner, count=merged.pop().count * inner.count)
        merged.append(inner)
    return tuple(merged)


def copy(source: View, target: View) -> Copy:
    """The fewest loops that copy one view to another of the same shape."""
    assert source.shape == target.shape, f"{source} is not shaped as {target}"
    nest = loops(source.shape, source.strides, target.strides)
    if nest and nest[-1].source_stride == nest[-1].target_stride == 1:
        return Copy(source.offset, target.offset, nest[:-1], nest[-1].count)
    return Copy(source.offset, target.offset, nest, 1)


def _continues(outer: Loop, inner: Loop) -> bool:
    """Whether one step of the outer loop is as many steps of the inner one as it has."""
    return (
        outer.source_stride == inner.count * inner.source_stride
        and outer.target_stride == inner.count * inner.target_stride
    )
