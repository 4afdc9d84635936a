"""STRIDED_SLICE against TensorFlow Lite Micro, and against NumPy where the former is lacking."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from tests import oracle
from tests.ops.drawing import constant, data_of, like, over, shapes, values_of
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "int16", "int32", "float32", "bool")


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4)), dtype)
    cuts = [_cut(data, size) for size in given.shape]
    masks = [sum(bool(cut[3 + m]) << i for i, cut in enumerate(cuts)) for m in range(3)]
    table = options(
        "StridedSliceOptions", beginMask=masks[0], endMask=masks[1], shrinkAxisMask=masks[2]
    )
    output = np.empty(given.shape, np.int8)[tuple(_python(cut) for cut in cuts)]
    if output.size == 0:
        return
    inputs = [given, *(constant([cut[i] for cut in cuts]) for i in range(3))]
    check_against_oracle(model("STRIDED_SLICE", inputs, [like(given, output.shape)], table))


def _cut(data: st.DataObject, size: int) -> tuple[int, int, int, bool, bool, bool]:
    """(begin, end, stride, begin is open, end is open, one index alone)."""
    if data.draw(st.integers(0, 3)) == 0:
        return data.draw(st.integers(-size, size - 1)), 0, 1, False, False, True
    stride = data.draw(st.sampled_from([1, 1, 2, 3, -1, -2]))
    ends = st.integers(-size - 2, size + 2)
    return (
        data.draw(ends),
        data.draw(ends),
        stride,
        *data.draw(st.tuples(*[st.booleans()] * 2)),
        False,
    )


def _python(cut: tuple[int, int, int, bool, bool, bool]) -> int | slice:
    begin, end, stride, from_first, to_last, alone = cut
    if alone:
        return begin
    return slice(None if from_first else begin, None if to_last else end, stride)


@pytest.mark.parametrize(
    ("begin", "masks", "expected"),
    [
        ([0, 1], {"ellipsisMask": 1}, np.s_[..., 1:3:1]),
        ([1, 0, 1], {"ellipsisMask": 2}, np.s_[1:3, ..., 1:3]),
        ([0, 1], {"newAxisMask": 1}, np.s_[None, 1:3]),
        ([1, 0, 1], {"newAxisMask": 2, "shrinkAxisMask": 4}, np.s_[1:3, None, 1]),
        ([1], {}, np.s_[1:3]),
    ],
)
def test_means_what_it_means_in_python(
    tmp_path: Path, begin: list[int], masks: dict[str, int], expected: tuple[object, ...]
) -> None:
    values = values_of((3, 4, 5), "int8", 0)
    wanted = values[expected]
    inputs = [T(values.shape), constant(begin), constant([3] * len(begin))]
    inputs.append(constant([1] * len(begin)))
    table = options("StridedSliceOptions", **masks)
    path = tmp_path / "slice.tflite"
    path.write_bytes(model("STRIDED_SLICE", inputs, [T(wanted.shape)], table))
    graph = oracle.graph_of(path)
    for actual in (
        oracle.host_model(graph, tmp_path).run([values]),
        oracle.reference(graph, [values]),
    ):
        np.testing.assert_array_equal(actual[0], wanted)


@pytest.mark.parametrize(
    ("strides", "table", "words"),
    [
        ([0], {}, "a stride is 0"),
        ([1], {"shrinkAxisMask": 1}, "no index 5"),
        ([1], {"offset": True}, "offsets from the beginning"),
        ([1, 1], {}, "differ in length"),
    ],
)
def test_refuses(strides: list[int], table: dict[str, object], words: str) -> None:
    inputs = [T((4,), "float32"), constant([5]), constant([9]), constant(strides)]
    made = options("StridedSliceOptions", **table)
    assert words in str(refused(model("STRIDED_SLICE", inputs, [T((1,), "float32")], made)))
