"""Whatever shapes, dtypes, options and constants a file brings: refused in words, or lowered."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import memory
from generator.errors import ModelError
from generator.render.model import render_model
from tests import oracle
from tests.single_op import T, model, options

# Operator: its options and their fields, how many inputs and outputs it has.
OPS = {
    "MEAN": ("ReducerOptions", ("keepDims",), 2, 1),
    "SUM": ("ReducerOptions", ("keepDims",), 2, 1),
    "REDUCE_MAX": ("ReducerOptions", ("keepDims",), 2, 1),
    "REDUCE_ALL": ("ReducerOptions", ("keepDims",), 2, 1),
    "ARG_MIN": ("ArgMinOptions", (), 2, 1),
    "L2_NORMALIZATION": ("L2NormOptions", ("fusedActivationFunction",), 1, 1),
    "CUMSUM": ("CumsumOptions", ("exclusive", "reverse"), 2, 1),
    "PAD": (None, (), 2, 1),
    "PADV2": (None, (), 3, 1),
    "MIRROR_PAD": ("MirrorPadOptions", ("mode",), 2, 1),
    "RESHAPE": (None, (), 2, 1),
    "SQUEEZE": ("SqueezeOptions", (), 1, 1),
    "EXPAND_DIMS": (None, (), 2, 1),
    "TRANSPOSE": (None, (), 2, 1),
    "CONCATENATION": ("ConcatenationOptions", ("axis",), 2, 1),
    "SPLIT": ("SplitOptions", ("numSplits",), 2, 2),
    "SPLIT_V": ("SplitVOptions", ("numSplits",), 3, 2),
    "PACK": ("PackOptions", ("axis", "valuesCount"), 2, 1),
    "UNPACK": ("UnpackOptions", ("axis", "num"), 1, 2),
    "SLICE": (None, (), 3, 1),
    "STRIDED_SLICE": (
        "StridedSliceOptions",
        ("beginMask", "endMask", "ellipsisMask", "newAxisMask", "shrinkAxisMask"),
        4,
        1,
    ),
    "GATHER": ("GatherOptions", ("axis", "batchDims"), 2, 1),
    "GATHER_ND": (None, (), 2, 1),
    "EMBEDDING_LOOKUP": (None, (), 2, 1),
    "RESIZE_NEAREST_NEIGHBOR": ("ResizeNearestNeighborOptions", ("alignCorners",), 2, 1),
    "RESIZE_BILINEAR": ("ResizeBilinearOptions", ("halfPixelCenters",), 2, 1),
    "SPACE_TO_BATCH_ND": (None, (), 3, 1),
    "BATCH_TO_SPACE_ND": (None, (), 3, 1),
    "SPACE_TO_DEPTH": ("SpaceToDepthOptions", ("blockSize",), 1, 1),
    "DEPTH_TO_SPACE": ("DepthToSpaceOptions", ("blockSize",), 1, 1),
    "SHAPE": (None, (), 1, 1),
    "REVERSE_V2": (None, (), 2, 1),
    "DYNAMIC_UPDATE_SLICE": (None, (), 3, 1),
}
NUMBERS = st.sampled_from([0, 0, 1, 1, 2, 2, 3, -1, -2, 7, 2**31 - 1, -(2**31)])
SIZES = st.sampled_from([1, 1, 2, 2, 3, 4, 0])
SHAPES = st.lists(SIZES, max_size=6).map(tuple)
SWITCHES = ("keepDims", "exclusive", "reverse", "alignCorners", "halfPixelCenters")


@st.composite
def nodes(draw: st.DrawFn) -> bytes:
    """A model of one operator that is mostly wrong, seldom in more than one way."""
    op = draw(st.sampled_from(sorted(OPS)))
    table, fields, inputs, outputs = OPS[op]
    usual = draw(SHAPES)
    dtype = draw(st.sampled_from(["int8", "float32", "int16", "int32", "uint8", "int64", "bool"]))
    given = [T(usual, dtype, 0.5), *(_second(draw, usual, dtype) for _ in range(inputs - 1))]
    if op == "SPLIT":
        given.reverse()
    results = [
        T(draw(st.one_of(st.just(usual), SHAPES)), draw(st.sampled_from([dtype, "int32"])), 0.5)
        for _ in range(outputs)
    ]
    values = {name: draw(st.booleans()) if name in SWITCHES else draw(NUMBERS) for name in fields}
    if "mode" in values or "fusedActivationFunction" in values:
        values = {name: value % 4 for name, value in values.items()}
    return model(op, given, results, options(table, **values) if table else None)


def _second(draw: st.DrawFn, usual: tuple[int, ...], dtype: str) -> T:
    """Another activation, or constant integers, one or two for each axis."""
    if draw(st.integers(0, 3)) == 0:
        return T(draw(st.one_of(st.just(usual), SHAPES)), draw(st.sampled_from([dtype, "int32"])))
    shape = draw(st.sampled_from([(len(usual),), (len(usual), 2), (1,), (2,), ()]))
    count = int(np.prod(shape))
    numbers = draw(st.lists(NUMBERS, min_size=count, max_size=count))
    kind = draw(st.sampled_from(["int32", "int32", "int64"]))
    return T(shape, kind, data=np.array(numbers, kind).reshape(shape))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(nodes())
def test_is_refused_in_words_or_lowered(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.tflite"
        path.write_bytes(data)
        try:
            graph = oracle.graph_of(path)
        except ModelError as error:
            assert error.message and "\n" not in error.message
            return
    program = oracle.program_of(graph)
    assert render_model(program, memory.plan(program))
