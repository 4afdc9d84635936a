"""One of each operator that moves, picks, resizes or folds elements, as Arm code, bit for bit.

RESHAPE, SQUEEZE and EXPAND_DIMS have no code to run.
"""

import pytest

from tests.engines.on_core import check_on_core
from tests.ops.drawing import constant
from tests.single_op import T, model, options

pytest.importorskip("unicorn", reason="needs the emulator")

IMAGE = T((1, 6, 4, 3), "int8", 0.5, -3)


def _image(*shape: int) -> T:
    return T(shape, "int8", 0.5, -3)


CASES = {
    "MEAN": ([IMAGE, constant([1, 2])], [T((1, 3), "int8", 0.3, 7)], ("ReducerOptions", {})),
    "SUM": (
        [T((2, 9), "int16", 0.5), constant([1])],
        [T((2,), "int16", 1.5)],
        ("ReducerOptions", {}),
    ),
    "REDUCE_MAX": ([IMAGE, constant([3])], [_image(1, 6, 4)], ("ReducerOptions", {})),
    "REDUCE_MIN": (
        [T((3, 5), "float32"), constant([0])],
        [T((5,), "float32")],
        ("ReducerOptions", {}),
    ),
    "REDUCE_ALL": (
        [T((8, 2), "bool"), constant([1])],
        [T((8,), "bool")],
        ("ReducerOptions", {}),
    ),
    "ARG_MAX": ([IMAGE, constant([1])], [T((1, 4, 3), "int32")], ("ArgMaxOptions", {})),
    "ARG_MIN": ([IMAGE, constant([-1])], [T((1, 6, 4), "int32")], ("ArgMinOptions", {})),
    "L2_NORMALIZATION": ([IMAGE], [T(IMAGE.shape, "int8", 1 / 128)], ("L2NormOptions", {})),
    "CUMSUM": ([IMAGE, constant([2])], [T(IMAGE.shape, "int8", 1.5, 2)], ("CumsumOptions", {})),
    "PAD": ([IMAGE, constant([[0, 0], [1, 2], [2, 1], [0, 0]])], [_image(1, 9, 7, 3)], None),
    "PADV2": (
        [T((4, 3), "int32"), constant([[1, 0], [0, 1]]), constant([70000])],
        [T((5, 4), "int32")],
        None,
    ),
    "MIRROR_PAD": (
        [IMAGE, constant([[0, 0], [2, 1], [0, 3], [0, 0]])],
        [_image(1, 9, 7, 3)],
        ("MirrorPadOptions", {"mode": 0}),
    ),
    "TRANSPOSE": ([IMAGE, constant([0, 3, 1, 2])], [_image(1, 3, 6, 4)], None),
    "CONCATENATION": (
        [IMAGE, _image(1, 6, 1, 3)],
        [_image(1, 6, 5, 3)],
        ("ConcatenationOptions", {"axis": 2}),
    ),
    "SPLIT": (
        [constant([2]), IMAGE],
        [_image(1, 6, 2, 3)] * 2,
        ("SplitOptions", {"numSplits": 2}),
    ),
    "SPLIT_V": (
        [IMAGE, constant([1, -1]), constant([1])],
        [_image(1, 1, 4, 3), _image(1, 5, 4, 3)],
        ("SplitVOptions", {"numSplits": 2}),
    ),
    "PACK": (
        [T((3,), "int64"), T((3,), "int64")],
        [T((3, 2), "int64")],
        ("PackOptions", {"axis": 1, "valuesCount": 2}),
    ),
    "UNPACK": (
        [T((2, 3), "int16", 0.5)],
        [T((2,), "int16", 0.5)] * 3,
        ("UnpackOptions", {"axis": 1, "num": 3}),
    ),
    "SLICE": (
        [IMAGE, constant([0, 1, 1, 0]), constant([1, 4, -1, 2])],
        [_image(1, 4, 3, 2)],
        None,
    ),
    "STRIDED_SLICE": (
        [IMAGE, *(constant(v) for v in ([0, 5, 0, 0], [1, 0, 4, 3], [1, -2, 2, 1]))],
        [_image(1, 3, 2, 3)],
        ("StridedSliceOptions", {}),
    ),
    "GATHER": (
        [IMAGE, constant([3, 0, 2])],
        [_image(1, 6, 3, 3)],
        ("GatherOptions", {"axis": 2}),
    ),
    "GATHER_ND": ([IMAGE, constant([[0, 5], [0, 1]])], [_image(2, 4, 3)], None),
    "EMBEDDING_LOOKUP": (
        [constant([2, 0]), T((3, 4), "int8", 0.25)],
        [T((2, 4), "float32")],
        None,
    ),
    "RESIZE_NEAREST_NEIGHBOR": (
        [IMAGE, constant([9, 8])],
        [_image(1, 9, 8, 3)],
        ("ResizeNearestNeighborOptions", {"alignCorners": True}),
    ),
    "RESIZE_BILINEAR": (
        [IMAGE, constant([9, 11])],
        [_image(1, 9, 11, 3)],
        ("ResizeBilinearOptions", {"halfPixelCenters": True}),
    ),
    "SPACE_TO_BATCH_ND": (
        # No padding: TensorFlow Lite Micro fills it with whatever lies in its memory.
        [IMAGE, constant([2, 2]), constant([[0, 0], [0, 0]])],
        [_image(4, 3, 2, 3)],
        None,
    ),
    "BATCH_TO_SPACE_ND": (
        [_image(4, 3, 2, 3), constant([2, 2]), constant([[1, 0], [0, 0]])],
        [_image(1, 5, 4, 3)],
        None,
    ),
    "SPACE_TO_DEPTH": ([IMAGE], [_image(1, 3, 2, 12)], ("SpaceToDepthOptions", {"blockSize": 2})),
    "DEPTH_TO_SPACE": (
        [_image(1, 3, 2, 12)],
        [IMAGE],
        ("DepthToSpaceOptions", {"blockSize": 2}),
    ),
    "SHAPE": ([IMAGE], [T((4,), "int32")], ("ShapeOptions", {"outType": 2})),
    "REVERSE_V2": ([IMAGE, constant([1, 2])], [IMAGE], None),
    "DYNAMIC_UPDATE_SLICE": (
        [IMAGE, _image(1, 2, 2, 3), constant([0, 9, -1, 0])],
        [IMAGE],
        None,
    ),
}


@pytest.mark.parametrize("op", CASES)
def test_equals_tensorflow_lite_micro(op: str) -> None:
    inputs, outputs, table = CASES[op]
    made = options(table[0], **table[1]) if table else None
    check_on_core(model(op, inputs, outputs, made), "cortex-m3")
