"""What the lowerings of SLICE and DYNAMIC_UPDATE_SLICE share: a box whose place is computed."""

from generator.engines.native._views import Copy, Shape, View


def box_view(whole: Shape, box: Shape) -> View:
    """The box at the first element of the whole."""
    view = View.whole(whole)
    for axis, size in enumerate(box):
        view = view.cut(axis, 0, size)
    return view


def free_axes(whole: Shape, box: Shape) -> tuple[tuple[int, int, int], ...]:
    """(axis, greatest first index, stride) for each axis along which the box can be moved."""
    strides = View.whole(whole).strides
    return tuple(
        (axis, whole[axis] - size, strides[axis])
        for axis, size in enumerate(box)
        if size < whole[axis]
    )


def in_context(copied: Copy) -> dict[str, object]:
    """What the templates know of the copy."""
    return {"loops": tuple(loop.context for loop in copied.loops), "run": copied.run}
