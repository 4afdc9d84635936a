"""MIRROR_PAD against TensorFlow Lite Micro."""

from hypothesis import strategies as st

from tests.ops.drawing import constant, data_of, like, over, shapes
from tests.single_op import T, check_against_oracle, model, options, refused

DTYPES = ("int8", "float32")
REFLECT, SYMMETRIC = 0, 1


@over(DTYPES, data=st.data())
def test_equals_tensorflow_lite_micro(dtype: str, data: st.DataObject) -> None:
    given = data_of(data.draw, data.draw(shapes(1, 4, 5)), dtype)
    mode = data.draw(st.sampled_from([REFLECT, SYMMETRIC]))
    most = [size - (mode == REFLECT) for size in given.shape]
    pairs = [tuple(data.draw(st.integers(0, limit)) for _ in range(2)) for limit in most]
    totals = [b + size + e for size, (b, e) in zip(given.shape, pairs, strict=True)]
    wide = data.draw(st.sampled_from(["int32", "int64"]))
    inputs = [given, constant(pairs, wide)]
    table = options("MirrorPadOptions", mode=mode)
    check_against_oracle(model("MIRROR_PAD", inputs, [like(given, totals)], table))


def test_refuses_more_than_there_is_to_mirror() -> None:
    inputs = [T((3,), "float32"), constant([[3, 0]])]
    table = options("MirrorPadOptions", mode=REFLECT)
    error = refused(model("MIRROR_PAD", inputs, [T((6,), "float32")], table))
    assert "more than an axis of 3 can mirror" in str(error)
