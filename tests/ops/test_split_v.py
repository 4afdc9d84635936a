"""SPLIT_V against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes, signed_axis
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4, 4)), dtype)
    axis = signed_axis(data.draw, len(given.shape))
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    outputs = [like(given, _with(given.shape, axis, size)) for size in sizes]
    whole = like(given, _with(given.shape, axis, sum(sizes)))
    if data.draw(st.booleans()):
        sizes[data.draw(st.integers(0, len(sizes) - 1))] = -1
    table = options("SplitVOptions", numSplits=len(outputs))
    inputs = [whole, constant(sizes), constant([axis])]
    check_against_oracle(model("SPLIT_V", inputs, outputs, table))


def _with(shape: tuple[int, ...], axis: int, size: int) -> tuple[int, ...]:
    changed = list(shape)
    changed[axis] = size
    return tuple(changed)


def test_refuses_parts_that_do_not_add_up() -> None:
    inputs = [T((5,), "float32"), constant([2, 2]), constant([0])]
    table = options("SplitVOptions", numSplits=2)
    error = refused(model("SPLIT_V", inputs, [T((2,), "float32")] * 2, table))
    assert "do not make up the 5" in str(error)
